import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "./emulator.ts";
import { errorOf, type RawCall, rawCall } from "./testing/raw-call.ts";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ logGroups: ["g"] });
  await rawCall(emulator, { operation: "CreateLogStream", body: '{"logGroupName":"g","logStreamName":"s"}' });
});
afterAll(() => emulator.close());

const putting = (message: string) =>
  JSON.stringify({ logGroupName: "g", logStreamName: "s", logEvents: [{ timestamp: Date.now(), message }] });
const stored = () => [...emulator.events()].map(({ message }) => message);

test("gzip bodies are signed as they are sent and read as they were meant", async () => {
  const answer = await rawCall(emulator, {
    operation: "PutLogEvents",
    body: gzipSync(putting("zipped 🐚")),
    headers: { "content-encoding": "gzip" },
  });
  expect(answer.status).toBe(200);
  expect(stored()).toContain("zipped 🐚");
});

test("messages arrive as they were sent, whatever is in them", async () => {
  const message = '\0 \u001b[31m " \\ \n \ud800 \u{10ffff} \u2028';
  expect((await rawCall(emulator, { operation: "PutLogEvents", body: putting(message) })).status).toBe(200);
  expect(stored()).toContain(message);
});

test.each<[string, RawCall, number, string]>([
  ["not JSON", { body: "{" }, 400, "SerializationException"],
  ["JSON, but no object", { body: "[]" }, 400, "SerializationException"],
  ["a number for a text", { body: '{"logGroupNamePrefix":1}' }, 400, "SerializationException"],
  ["a text for a number", { body: '{"limit":"1"}' }, 400, "SerializationException"],
  ["a fraction for a number", { body: '{"limit":1.5}' }, 400, "SerializationException"],
  ["not UTF-8", { body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) }, 400, "SerializationException"],
  ["not gzip", { headers: { "content-encoding": "gzip" } }, 400, "SerializationException"],
  ["another encoding", { body: gzipSync("{}"), headers: { "content-encoding": "br" } }, 400, "SerializationException"],
  ["an unknown operation", { operation: "PutMetricFilter" }, 404, "UnknownOperationException"],
  ["another content type", { headers: { "content-type": "application/json" } }, 404, "UnknownOperationException"],
  ["a body of 17 MiB", { body: Buffer.alloc(17 * 1_048_576, 0x20) }, 413, "RequestEntityTooLargeException"],
  [
    "a gzip bomb",
    { body: gzipSync(Buffer.alloc(64 * 1_048_576)), headers: { "content-encoding": "gzip" } },
    413,
    "RequestEntityTooLargeException",
  ],
  [
    "null for a required member",
    { operation: "DeleteLogGroup", body: '{"logGroupName":null}' },
    400,
    "InvalidParameterException",
  ],
])("%s is refused", async (_, call, status, code) => {
  const answer = await rawCall(emulator, call);
  expect([answer.status, errorOf(answer)]).toEqual([status, code]);
  expect(answer.headers["x-amzn-requestid"]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(answer.headers["content-type"]).toBe("application/x-amz-json-1.1");
});

test("members that AWS does not know are ignored, as AWS does", async () => {
  expect((await rawCall(emulator, { body: '{"logGroupNamePrefix":"g","another":[1]}' })).status).toBe(200);
});

describe("signatures", () => {
  const minutes = (count: number) => new Date(Date.now() + count * 60_000);

  test.each<[string, RawCall, string]>([
    [
      "a wrong secret",
      { credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x" } },
      "InvalidSignatureException",
    ],
    [
      "an unknown key",
      { credentials: { accessKeyId: "AKIAOTHER", secretAccessKey: "x" } },
      "UnrecognizedClientException",
    ],
    ["a date six minutes ago", { signingDate: minutes(-6) }, "InvalidSignatureException"],
    ["a date in six minutes", { signingDate: minutes(6) }, "InvalidSignatureException"],
    ["another region", { region: "eu-west-1" }, "InvalidSignatureException"],
    ["another service", { service: "s3" }, "InvalidSignatureException"],
    [
      "a header changed",
      { tamper: (headers) => ({ ...headers, "x-amz-target": "Logs_20140328.PutLogEvents" }) },
      "InvalidSignatureException",
    ],
    ["no signature", { tamper: ({ authorization: _, ...headers }) => headers }, "MissingAuthenticationTokenException"],
  ])("%s", async (_, call, code) => {
    const answer = await rawCall(emulator, call);
    expect([answer.status, errorOf(answer)]).toEqual([400, code]);
  });

  test("a refused request stores nothing", async () => {
    const before = stored().length;
    const body = putting("unsigned");
    await rawCall(emulator, {
      operation: "PutLogEvents",
      body,
      tamper: (headers) => ({ ...headers, authorization: "" }),
    });
    expect(stored()).toHaveLength(before);
  });
});
