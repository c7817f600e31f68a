import { CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../emulator.ts";
import { logsClient } from "../testing/clients.ts";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ logGroups: ["g", "h"] });
  const client = logsClient(emulator);
  for (const [logGroupName, logStreamName, messages] of [
    ["g", "s", ["one", "two"]],
    ["g", "t", ["ü"]],
    ["h", "s", ["three"]],
  ] as const) {
    await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    const logEvents = messages.map((message) => ({ timestamp: Date.now(), message }));
    await client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  client.destroy();
});
afterAll(() => emulator.close());

const ask = async (path: string, init?: RequestInit) => {
  const answer = await fetch(`${emulator.controlUrl}${path}`, init);
  return { status: answer.status, text: await answer.text() };
};
const json = async (path: string, init?: RequestInit) => JSON.parse((await ask(path, init)).text);
const lines = async (path: string) =>
  (await ask(path)).text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

test("counts events, batches and bytes, per group and stream, and requests by result", async () => {
  expect(await json("/counts")).toEqual({
    stored: { batches: 3, events: 4, bytes: 13 + 4 * 26 },
    accepted: { batches: 3, events: 4, bytes: 13 + 4 * 26 },
    groups: {
      g: {
        batches: 2,
        events: 3,
        bytes: 8 + 3 * 26,
        streams: { s: { batches: 1, events: 2, bytes: 58 }, t: { batches: 1, events: 1, bytes: 28 } },
      },
      h: { batches: 1, events: 1, bytes: 31, streams: { s: { batches: 1, events: 1, bytes: 31 } } },
    },
    requests: { CreateLogStream: { ok: 3 }, PutLogEvents: { ok: 3 } },
    wireBytes: expect.any(Number),
  });
  expect(await json("/counts")).toEqual(emulator.counts());
});

test("says who signed", async () => {
  expect(await json("/identities")).toMatchObject([
    {
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      source: "static",
      batches: 3,
      events: 4,
      first: Math.min(...[...emulator.batches()].map(({ ingestionTime }) => ingestionTime)),
      last: Math.max(...[...emulator.batches()].map(({ ingestionTime }) => ingestionTime)),
    },
  ]);
  expect(await lines("/batches")).toMatchObject([
    { logGroupName: "g", logStreamName: "s", events: 2, signer: { accessKeyId: "AKIAIOSFODNN7EXAMPLE" } },
    { logStreamName: "t" },
    { logGroupName: "h" },
  ]);
});

test("lists events, all or some", async () => {
  const messages = async (query: string) => (await lines(`/events${query}`)).map(({ message }) => message);
  expect(await messages("")).toEqual(["one", "two", "ü", "three"]);
  expect(await messages("?logGroupName=g")).toEqual(["one", "two", "ü"]);
  expect(await messages("?logGroupName=g&logStreamName=t")).toEqual(["ü"]);
  expect((await lines("/events"))[0]).toMatchObject({ arrival: 1, accessKeyId: "AKIAIOSFODNN7EXAMPLE" });
});

test("sets, shows and removes faults", async () => {
  const fault = { kind: "throttle", probability: 0.5 };
  const set = await json("/faults", { method: "PUT", body: JSON.stringify([fault]) });
  expect(set).toEqual([{ fault, strikes: 0 }]);
  expect(await json("/faults")).toEqual(set);
  expect(emulator.faults()).toEqual(set);
  expect(await json("/faults", { method: "DELETE" })).toEqual([]);
});

test("says what is wrong with a fault, and what there is to ask", async () => {
  const bad = await ask("/faults", { method: "PUT", body: '[{"kind":"boom"}]' });
  expect([bad.status, bad.text]).toEqual([400, expect.stringContaining('faults[0].kind is \\"boom\\"')]);
  const none = await ask("/nothing");
  expect([none.status, none.text]).toEqual([404, expect.stringContaining("GET /_emulator/counts")]);
  expect(await json("/health")).toEqual({ status: "ok" });
});
