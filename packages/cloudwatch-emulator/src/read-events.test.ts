import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  type GetLogEventsCommandOutput,
  PutLogEventsCommand,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "./emulator.ts";
import { logsClient } from "./testing/clients.ts";

let emulator: Emulator;
let client: CloudWatchLogsClient;
const start = Date.now() - 600_000;

/** Sends batches to streams of a group; offsets are milliseconds after `start`, and messages say which they are. */
async function send(logGroupName: string, batches: [stream: string, offsets: number[]][]): Promise<void> {
  await client.send(new CreateLogGroupCommand({ logGroupName }));
  for (const logStreamName of new Set(batches.map(([name]) => name))) {
    await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  }
  for (const [logStreamName, offsets] of batches) {
    const logEvents = offsets.map((offset) => ({ timestamp: start + offset, message: `${logStreamName}${offset}` }));
    await client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  }
}

const messages = (events: { message?: string | undefined }[] = []) => events.map(({ message }) => message);

beforeAll(async () => {
  emulator = await startEmulator();
  client = logsClient(emulator);
  // The second batch is older than the first, as after a retry.
  await send("one", [
    ["s", [30, 40, 50]],
    ["s", [10, 20, 30]],
    ["t", [5, 35]],
  ]);
});
afterAll(async () => {
  client.destroy();
  await emulator.close();
});

describe("GetLogEvents", () => {
  const get = (input: object) =>
    client.send(new GetLogEventsCommand({ logGroupName: "one", logStreamName: "s", ...input }));

  test("gives the latest events first, each page in the order of time", async () => {
    const last = await get({ limit: 2 });
    expect(messages(last.events)).toEqual(["s40", "s50"]);
    const before = await get({ limit: 2, nextToken: last.nextBackwardToken });
    expect(messages(before.events)).toEqual(["s30", "s30"]);
    const first = await get({ limit: 9, nextToken: before.nextBackwardToken });
    expect(messages(first.events)).toEqual(["s10", "s20"]);
    const none = await get({ nextToken: first.nextBackwardToken });
    expect(none).toMatchObject({ events: [], nextBackwardToken: first.nextBackwardToken });
    expect(messages((await get({ limit: 1, nextToken: none.nextForwardToken })).events)).toEqual(["s10"]);
  });

  test("gives the earliest first from the head, and the same token at the end until events come", async () => {
    await send("tail", [["s", [1, 2, 3]]]);
    const tail = (input: object) => get({ logGroupName: "tail", startFromHead: true, ...input });
    const first = await tail({ limit: 2 });
    expect(messages(first.events)).toEqual(["s1", "s2"]);
    const second = await tail({ nextToken: first.nextForwardToken });
    expect(messages(second.events)).toEqual(["s3"]);
    const end = await tail({ nextToken: second.nextForwardToken });
    expect(end).toMatchObject({ events: [], nextForwardToken: second.nextForwardToken });
    const logEvents = [{ timestamp: start + 4, message: "new" }];
    await client.send(new PutLogEventsCommand({ logGroupName: "tail", logStreamName: "s", logEvents }));
    expect(messages((await tail({ nextToken: end.nextForwardToken })).events)).toEqual(["new"]);
    expect(messages((await tail({ nextToken: end.nextBackwardToken })).events)).toEqual(["s1", "s2", "s3"]);
  });

  test("takes a start that is included and an end that is not", async () => {
    const { events } = await get({ startTime: start + 20, endTime: start + 40 });
    expect(messages(events)).toEqual(["s20", "s30", "s30"]);
  });

  test("refuses a token that is none", async () => {
    await expect(get({ nextToken: "f/1/s" })).rejects.toThrow("The specified nextToken is invalid.");
  });

  test("gives at most 1 MB in a page", async () => {
    const message = "x".repeat(300_000);
    await send("large", [["s", [0]]]);
    for (let index = 0; index < 5; index++) {
      const logEvents = [{ timestamp: start + 1 + index, message }];
      await client.send(new PutLogEventsCommand({ logGroupName: "large", logStreamName: "s", logEvents }));
    }
    const large = (input: object) => get({ logGroupName: "large", ...input });
    expect((await large({ startFromHead: true })).events).toHaveLength(4);
    expect((await large({})).events).toHaveLength(3);
  });

  test("gives every event once, forwards and backwards, in pages of any size", async () => {
    let run = 0;
    const offsets = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(offsets, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 7 }),
        async (batches, limit) => {
          const logGroupName = `walk-${run++}`;
          await send(
            logGroupName,
            batches.map((batch) => ["s", batch.sort((a, b) => a - b)]),
          );
          const expected = batches
            .flat()
            .sort((a, b) => a - b)
            .map((offset) => `s${offset}`);
          for (const startFromHead of [true, false]) {
            const seen: (string | undefined)[] = [];
            let token: string | undefined;
            for (;;) {
              const page: GetLogEventsCommandOutput = await get({
                logGroupName,
                limit,
                startFromHead,
                nextToken: token,
              });
              const next = startFromHead ? page.nextForwardToken : page.nextBackwardToken;
              if (startFromHead) seen.push(...messages(page.events));
              else seen.unshift(...messages(page.events));
              if (next === token) break;
              token = next;
            }
            expect(seen).toEqual(expected);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe("FilterLogEvents", () => {
  const filter = (input: object) => client.send(new FilterLogEventsCommand({ logGroupName: "one", ...input }));

  test("interleaves streams by time", async () => {
    const { events = [], searchedLogStreams, nextToken } = await filter({});
    expect(messages(events)).toEqual(["t5", "s10", "s20", "s30", "s30", "t35", "s40", "s50"]);
    expect(events[0]).toEqual({
      logStreamName: "t",
      timestamp: start + 5,
      message: "t5",
      ingestionTime: expect.any(Number),
      eventId: expect.stringMatching(/^\d{56}$/),
    });
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
    expect({ searchedLogStreams, nextToken }).toEqual({ searchedLogStreams: [], nextToken: undefined });
  });

  test("takes a start and an end that are both included", async () => {
    expect(messages((await filter({ startTime: start + 20, endTime: start + 35 })).events)).toEqual([
      "s20",
      "s30",
      "s30",
      "t35",
    ]);
  });

  test("takes streams by name or by prefix, not both", async () => {
    expect(messages((await filter({ logStreamNames: ["t"] })).events)).toEqual(["t5", "t35"]);
    expect(messages((await filter({ logStreamNamePrefix: "t" })).events)).toEqual(["t5", "t35"]);
    await expect(filter({ logStreamNames: ["t"], logStreamNamePrefix: "t" })).rejects.toThrow("together");
    await expect(filter({ logStreamNames: ["u"] })).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("gives the latest first when asked to, from 2024 on", async () => {
    const { events, nextToken } = await filter({ startFromHead: false, startTime: start, limit: 3 });
    expect(messages(events)).toEqual(["s50", "s40", "t35"]);
    expect(messages((await filter({ startTime: start, limit: 3, nextToken })).events)).toEqual(["s30", "s30", "s20"]);
    await expect(filter({ startFromHead: false })).rejects.toThrow("Jan 1, 2024");
  });

  test("refuses the token of another question", async () => {
    const { nextToken } = await filter({ limit: 1 });
    await expect(filter({ nextToken, logStreamNames: ["t"] })).rejects.toThrow("The specified nextToken is invalid.");
  });

  test("gives every event once in pages of any size", async () => {
    for (let pageSize = 1; pageSize < 10; pageSize++) {
      const seen: (string | undefined)[] = [];
      for await (const { events } of paginateFilterLogEvents({ client, pageSize }, { logGroupName: "one" })) {
        seen.push(...messages(events));
      }
      expect(seen).toEqual(["t5", "s10", "s20", "s30", "s30", "t35", "s40", "s50"]);
    }
  });
});
