import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import {
  type CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../emulator.ts";
import { logsClient } from "../testing/clients.ts";
import { errorOf, rawCall } from "../testing/raw-call.ts";
import { type Fault, parseFaults } from "./fault.ts";
import { FaultPlan, seededRandom } from "./fault-plan.ts";

let emulator: Emulator;
let client: CloudWatchLogsClient;
let caFolder: string;
beforeAll(async () => {
  caFolder = await mkdtemp(join(tmpdir(), "faults-test-"));
});
afterAll(() => rm(caFolder, { recursive: true }));
beforeEach(async () => {
  emulator = await startEmulator({ logGroups: ["g"], caFolder });
  client = logsClient(emulator);
  await client.send(new CreateLogStreamCommand({ logGroupName: "g", logStreamName: "s" }));
});
afterEach(async () => {
  client.destroy();
  await emulator.close();
});

const put = (message = "m", timestamps = [Date.now()]) =>
  client.send(
    new PutLogEventsCommand({
      logGroupName: "g",
      logStreamName: "s",
      logEvents: timestamps.map((timestamp) => ({ timestamp, message })),
    }),
  );
/** From now on over new connections: a kept one may not have heard yet that it is closed. */
function reconnect(): void {
  client.destroy();
  client = logsClient(emulator);
}
const stored = () => emulator.counts().stored.events;

describe("errors, before and after the events are stored", () => {
  test.each<[Fault, string, number]>([
    [{ kind: "error", when: "before", status: 500 }, "InternalFailure", 0],
    [{ kind: "error", when: "after", status: 500 }, "InternalFailure", 1],
    [{ kind: "error", when: "before", status: 503 }, "ServiceUnavailableException", 0],
    [{ kind: "error", when: "after", status: 503 }, "ServiceUnavailableException", 1],
    [{ kind: "error", when: "before", status: 502 }, "InternalFailure", 0],
    [{ kind: "error", when: "before", status: 504 }, "InternalFailure", 0],
    [{ kind: "throttle" }, "ThrottlingException", 0],
  ])("%j", async (fault, name, events) => {
    await emulator.setFault(fault);
    const status = fault.kind === "error" ? fault.status : 400;
    await expect(put()).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } });
    expect(stored()).toBe(events);
    expect(emulator.counts().requests.PutLogEvents).toEqual({ [name]: 1 });
    expect(emulator.faults()).toEqual([{ fault, strikes: 1 }]);
    await emulator.clearFault();
    await put();
    expect(stored()).toBe(events + 1);
  });
});

describe("broken connections", () => {
  test.each<[Fault, number]>([
    [{ kind: "reset", at: "accept" }, 0],
    [{ kind: "reset", at: "request" }, 0],
    [{ kind: "reset", at: "response" }, 1],
  ])("%j", async (fault, events) => {
    await emulator.setFault(fault);
    reconnect();
    await expect(put()).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(stored()).toBe(events);
    await emulator.clearFault("reset");
    await put();
    expect(stored()).toBe(events + 1);
  });

  test("a reset also strikes answers without a body", async () => {
    await emulator.setFault({ kind: "reset", at: "response", operations: ["CreateLogStream"] });
    const create = new CreateLogStreamCommand({ logGroupName: "g", logStreamName: "t" });
    await expect(client.send(create)).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(Object.keys(emulator.counts().groups.g?.streams ?? {})).toEqual(["s", "t"]);
  });

  test.each<[Fault, number]>([
    [{ kind: "hang", when: "before", seconds: 0.2 }, 0],
    [{ kind: "hang", when: "after", seconds: 0.2 }, 1],
  ])("%j", async (fault, events) => {
    await emulator.setFault(fault);
    const start = performance.now();
    await expect(put()).rejects.toThrow();
    expect(performance.now() - start).toBeGreaterThan(190);
    expect(stored()).toBe(events);
  });

  test("hangs until the client gives up, or the emulator closes", async () => {
    await emulator.setFault({ kind: "hang", when: "before" });
    const requestHandler = new NodeHttpHandler({ requestTimeout: 200, throwOnRequestTimeout: true });
    const impatient = logsClient(emulator, { requestHandler });
    await expect(
      impatient.send(new CreateLogStreamCommand({ logGroupName: "g", logStreamName: "t" })),
    ).rejects.toThrow();
    const waiting = put().catch((error: Error) => error.message);
    await expect.poll(() => emulator.counts().requests.PutLogEvents).toEqual({ hang: 1 });
    await emulator.close();
    expect(await waiting).toMatch(/socket hang up|ECONNRESET|aborted/);
  });

  test.each(["before", "after"] as const)("slow %s the events are stored", async (when) => {
    await emulator.setFault({ kind: "slow", when, milliseconds: 200 });
    const answer = put();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(stored()).toBe(when === "before" ? 0 : 1);
    await answer;
    expect(stored()).toBe(1);
  });

  test("refuses connections, open ones too, and takes them again on the same port", async () => {
    await put();
    await emulator.setFault({ kind: "refuse" });
    await expect(put()).rejects.toThrow();
    reconnect();
    await expect(put()).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await emulator.clearFault();
    await put();
    expect(stored()).toBe(2);
  });

  test.each<[string, Fault]>([
    ["refusing", { kind: "refuse" }],
    ["another certificate", { kind: "certificate", certificate: "renewed" }],
  ])("%s closes open connections", async (_, fault) => {
    const { port } = new URL(emulator.endpoint);
    const socket = connectTls({ port: Number(port), host: "127.0.0.1", ca: readFileSync(emulator.caFile) });
    socket.on("error", () => {});
    await once(socket, "secureConnect");
    socket.write("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n");
    await once(socket, "data");
    await emulator.setFault(fault);
    await once(socket, "close");
  });

  test("refusing also closes a connection that has not said anything", async () => {
    const socket = connect(Number(new URL(emulator.endpoint).port), "127.0.0.1");
    socket.on("error", () => {});
    await once(socket, "connect");
    await expect.poll(() => emulator.setFault({ kind: "refuse" }).then(() => true)).toBe(true);
    await expect.poll(() => socket.closed).toBe(true);
  });

  test("a name that no resolver knows", async () => {
    const lost = logsClient(emulator, { endpoint: emulator.unresolvableEndpoint });
    const create = new CreateLogStreamCommand({ logGroupName: "g", logStreamName: "t" });
    await expect(lost.send(create)).rejects.toMatchObject({ code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) });
  });
});

describe("certificates", () => {
  test.each([
    ["other-ca", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    ["expired", "CERT_HAS_EXPIRED"],
    ["other-name", "ERR_TLS_CERT_ALTNAME_INVALID"],
  ] as const)("%s is refused by clients, and a good one comes back", async (certificate, code) => {
    await put();
    await emulator.setFault({ kind: "certificate", certificate });
    reconnect();
    await expect(put()).rejects.toMatchObject({ code });
    await emulator.clearFault();
    reconnect();
    await put();
    expect(stored()).toBe(2);
  });

  test("a renewed one is accepted", async () => {
    await put();
    await emulator.setFault({ kind: "certificate", certificate: "renewed" });
    reconnect();
    await put();
    expect(stored()).toBe(2);
  });
});

test("credentials that expired are refused", async () => {
  await emulator.setFault({ kind: "expire-credentials" });
  await expect(put()).rejects.toMatchObject({ name: "ExpiredTokenException" });
  await emulator.setFault({ kind: "expire-credentials", accessKeyId: "AKIAOTHER" });
  await put();
  expect(stored()).toBe(1);
});

test.each([7200, -7200])(
  "a clock that is off by %d s refuses signatures, until the client corrects its own",
  async (seconds) => {
    await emulator.setFault({ kind: "clock-skew", seconds });
    const answer = await rawCall(emulator);
    expect(errorOf(answer)).toBe("InvalidSignatureException");
    expect(Date.parse(String(answer.headers.date)) - Date.now()).toBeCloseTo(seconds * 1000, -4);
    const corrected = logsClient(emulator, { maxAttempts: 2 });
    await corrected.send(new CreateLogStreamCommand({ logGroupName: "g", logStreamName: "t" }));
  },
);

test("a clock that is off moves the window of events", async () => {
  const hour = 3_600_000;
  await emulator.setFault({ kind: "clock-skew", seconds: 240 });
  expect((await put("m", [Date.now() + 2 * hour + 200_000])).rejectedLogEventsInfo).toBeUndefined();
  await emulator.clearFault();
  const { rejectedLogEventsInfo } = await put("m", [Date.now() + 2 * hour + 200_000]);
  expect(rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 0 });
});

test("a success without a request id", async () => {
  await emulator.setFault({ kind: "no-request-id" });
  const logEvents = [{ timestamp: Date.now(), message: "m" }];
  const body = JSON.stringify({ logGroupName: "g", logStreamName: "s", logEvents });
  const answer = await rawCall(emulator, { operation: "PutLogEvents", body });
  expect([answer.status, answer.headers["x-amzn-requestid"], stored()]).toEqual([200, undefined, 1]);
});

test("a group that is deleted stays away until somebody creates it", async () => {
  await emulator.setFault({ kind: "delete-group", logGroupName: "g" });
  await expect(put()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await emulator.setFault({ kind: "slow", when: "before", milliseconds: 1 });
  const create = await rawCall(emulator, { operation: "CreateLogGroup", body: '{"logGroupName":"g"}' });
  expect(create.status).toBe(200);
  await client.send(new CreateLogStreamCommand({ logGroupName: "g", logStreamName: "s" }));
  // A fault that is still set has struck once and for all, whatever else is set.
  await emulator.setFault({ kind: "slow", when: "after", milliseconds: 1 });
  await put();
  expect(stored()).toBe(1);
});

test("a part of a batch is rejected, and the answer says which", async () => {
  await emulator.setFault({ kind: "reject", tooOld: 1, expired: 2, tooNew: 1 });
  const now = Date.now();
  const { rejectedLogEventsInfo } = await put("m", [now, now + 1, now + 2, now + 3, now + 4]);
  expect(rejectedLogEventsInfo).toEqual({
    tooOldLogEventEndIndex: 1,
    expiredLogEventEndIndex: 2,
    tooNewLogEventStartIndex: 4,
  });
  expect([...emulator.events()].map(({ timestamp }) => timestamp)).toEqual([now + 2, now + 3]);
  await put("m", [now]);
  expect(stored()).toBe(2);
});

test("throttles above a rate", async () => {
  await emulator.setFault({ kind: "throttle", perSecond: 3 });
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => put()));
  const passed = results.filter(({ status }) => status === "fulfilled").length;
  // Two seconds at most are begun while the twenty run.
  expect(passed).toBeGreaterThanOrEqual(3);
  expect(passed).toBeLessThanOrEqual(6);
});

describe("scopes", () => {
  test("strikes so many times, and only what it is set for", async () => {
    await emulator.setFault({ kind: "throttle", operations: ["PutLogEvents"], times: 2 });
    await client.send(new CreateLogStreamCommand({ logGroupName: "g", logStreamName: "t" }));
    await expect(put()).rejects.toThrow("Rate exceeded");
    await expect(put()).rejects.toThrow("Rate exceeded");
    await put();
  });

  test("strikes with a probability, the same way for the same seed", () => {
    const strikes = (seed: number) => {
      const plan = new FaultPlan(seededRandom(seed));
      plan.set([{ kind: "throttle", probability: 0.7 }], 0);
      return Array.from({ length: 1000 }, () => (plan.strike("throttle", "PutLogEvents") ? 1 : 0));
    };
    const struck = strikes(1).filter(Boolean).length;
    expect(struck).toBeGreaterThan(650);
    expect(struck).toBeLessThan(750);
    expect(strikes(1)).toEqual(strikes(1));
    expect(strikes(1)).not.toEqual(strikes(2));
  });

  test("a fault goes on counting when another is set", async () => {
    await emulator.setFault({ kind: "throttle", times: 1 });
    await expect(put()).rejects.toThrow("Rate exceeded");
    await emulator.setFault({ kind: "slow", when: "before", milliseconds: 1 });
    await put();
    expect(emulator.faults().map(({ fault, strikes }) => [fault.kind, strikes])).toEqual([
      ["throttle", 1],
      ["slow", 1],
    ]);
  });
});

test.each<[unknown, string]>([
  [{}, "faults must be a list"],
  [[{ kind: "explode" }], 'faults[0].kind is "explode"; it must be one of refuse, reset'],
  [[null], "faults[0].kind is undefined"],
  [[{ kind: "refuse" }, { kind: "hang" }], 'faults[1].when is missing; a fault of the kind "hang" needs it'],
  [[{ kind: "hang", when: "now" }], 'faults[0].when cannot be "now"'],
  [
    [{ kind: "refuse", probability: 0.5 }],
    'faults[0].probability is not known; a fault of the kind "refuse" takes nothing',
  ],
  [[{ kind: "throttle", probability: 2 }], "faults[0].probability cannot be 2"],
  [[{ kind: "throttle", operations: ["PutLogs"] }], 'faults[0].operations cannot be ["PutLogs"]'],
])("%j is no list of faults", async (value, message) => {
  expect(() => parseFaults(value)).toThrow(message);
  await expect(emulator.setFaults(value as Fault[])).rejects.toThrow(message);
});
