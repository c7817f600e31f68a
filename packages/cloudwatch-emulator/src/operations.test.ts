import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  paginateDescribeLogGroups,
  paginateDescribeLogStreams,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "./emulator.ts";
import { logsClient } from "./testing/clients.ts";

let emulator: Emulator;
let client: CloudWatchLogsClient;
beforeAll(async () => {
  emulator = await startEmulator({ region: "eu-central-1" });
  client = logsClient(emulator);
});
afterAll(async () => {
  client.destroy();
  await emulator.close();
});

const arn = (name: string) => `arn:aws:logs:eu-central-1:111122223333:log-group:${name}`;
const group = async (logGroupName: string, more = {}) => {
  await client.send(new CreateLogGroupCommand({ logGroupName, ...more }));
};
const stream = async (logGroupName: string, logStreamName: string) => {
  await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
};
const put = (logGroupName: string, logStreamName: string, ...messages: string[]) =>
  client.send(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName,
      logEvents: messages.map((message) => ({ timestamp: Date.now(), message })),
    }),
  );

describe("log groups", () => {
  test("have what they were created with", async () => {
    const kmsKeyId = "arn:aws:kms:eu-central-1:111122223333:key/1";
    await group("/full/group", { kmsKeyId, tags: { team: "a b" }, logGroupClass: "INFREQUENT_ACCESS" });
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/full/" }));
    expect(logGroups).toEqual([
      {
        logGroupName: "/full/group",
        creationTime: expect.closeTo(Date.now(), -5),
        arn: `${arn("/full/group")}:*`,
        logGroupArn: arn("/full/group"),
        metricFilterCount: 0,
        storedBytes: 0,
        kmsKeyId,
        logGroupClass: "INFREQUENT_ACCESS",
        deletionProtectionEnabled: false,
      },
    ]);
  });

  test("are listed in pages, by prefix, by pattern, by class and by identifier", async () => {
    for (const name of ["list/c", "list/a", "list/b"]) await group(name);
    await group("list/d", { logGroupClass: "DELIVERY" });
    const pages = paginateDescribeLogGroups({ client, pageSize: 3 }, { logGroupNamePrefix: "list/" });
    const names: (string | undefined)[][] = [];
    for await (const { logGroups = [] } of pages) names.push(logGroups.map(({ logGroupName }) => logGroupName));
    expect(names).toEqual([["list/a", "list/b", "list/c"], ["list/d"]]);
    const list = async (input: object) => (await client.send(new DescribeLogGroupsCommand(input))).logGroups ?? [];
    const pattern = await list({ logGroupNamePattern: "ist/b" });
    expect(pattern).toEqual([{ logGroupName: "list/b", creationTime: expect.any(Number), arn: `${arn("list/b")}:*` }]);
    expect(await list({ logGroupClass: "DELIVERY" })).toMatchObject([{ logGroupName: "list/d", retentionInDays: 1 }]);
    expect(await list({ logGroupIdentifiers: ["list/a"] })).toMatchObject([{ logGroupName: "list/a" }]);
    await expect(list({ logGroupNamePattern: "a", logGroupNamePrefix: "b" })).rejects.toThrow("mutually exclusive");
    await expect(list({ nextToken: "nonsense" })).rejects.toThrow("The specified nextToken is invalid.");
  });

  test("keep events as long as the retention says", async () => {
    await group("retention");
    await client.send(new PutRetentionPolicyCommand({ logGroupName: "retention", retentionInDays: 30 }));
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "retention" }));
    expect(logGroups?.[0]?.retentionInDays).toBe(30);
    await expect(
      client.send(new PutRetentionPolicyCommand({ logGroupName: "retention", retentionInDays: 31 })),
    ).rejects.toMatchObject({ name: "InvalidParameterException", message: expect.stringContaining("'31'") });
  });

  test("go with everything that is in them", async () => {
    await group("doomed");
    await stream("doomed", "s");
    await put("doomed", "s", "m");
    await client.send(new DeleteLogGroupCommand({ logGroupName: "doomed" }));
    await expect(put("doomed", "s", "m")).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "The specified log group does not exist.",
    });
    await group("doomed");
    await expect(put("doomed", "s", "m")).rejects.toThrow("The specified log stream does not exist.");
  });

  test("stay when they are protected", async () => {
    await group("protected", { deletionProtectionEnabled: true });
    await expect(client.send(new DeleteLogGroupCommand({ logGroupName: "protected" }))).rejects.toMatchObject({
      name: "ValidationException",
    });
  });
});

describe("log streams", () => {
  test("have the times of their events, and are listed in pages, either way round", async () => {
    await group("streams");
    for (const name of ["b", "a", "c"]) await stream("streams", name);
    const now = Date.now();
    for (const [logStreamName, offset] of [
      ["a", 0],
      ["c", -5000],
    ] as const) {
      const logEvents = [-1000, 0].map((more) => ({ timestamp: now + offset + more, message: "m" }));
      await client.send(new PutLogEventsCommand({ logGroupName: "streams", logStreamName, logEvents }));
    }
    const { logStreams } = await client.send(
      new DescribeLogStreamsCommand({ logGroupName: "streams", logStreamNamePrefix: "a" }),
    );
    expect(logStreams).toEqual([
      {
        logStreamName: "a",
        creationTime: expect.closeTo(now, -5),
        firstEventTimestamp: now - 1000,
        lastEventTimestamp: now,
        lastIngestionTime: expect.closeTo(now, -5),
        uploadSequenceToken: expect.stringMatching(/^\d{56}$/),
        arn: `${arn("streams")}:log-stream:a`,
        storedBytes: 0,
      },
    ]);
    const names = async (input: object) => {
      const pages = paginateDescribeLogStreams(
        { client, pageSize: 2 },
        { logGroupIdentifier: arn("streams"), ...input },
      );
      const all: (string | undefined)[] = [];
      for await (const page of pages) all.push(...(page.logStreams ?? []).map(({ logStreamName }) => logStreamName));
      return all;
    };
    expect(await names({})).toEqual(["a", "b", "c"]);
    expect(await names({ descending: true })).toEqual(["c", "b", "a"]);
    expect(await names({ orderBy: "LastEventTime" })).toEqual(["b", "c", "a"]);
    await expect(names({ orderBy: "LastEventTime", logStreamNamePrefix: "a" })).rejects.toThrow("LastEventTime");
  });
});

describe("refusals, in AWS's words", () => {
  beforeAll(async () => {
    await group("known");
    await stream("known", "known");
  });

  test.each<[string, () => Promise<unknown>, string, string]>([
    ["a group twice", () => group("known"), "ResourceAlreadyExistsException", "The specified log group already exists"],
    [
      "a stream twice",
      () => stream("known", "known"),
      "ResourceAlreadyExistsException",
      "The specified log stream already exists",
    ],
    ["a stream without a group", () => stream("none", "s"), "ResourceNotFoundException", "log group does not exist."],
    ["a name with a blank", () => group("a b"), "InvalidParameterException", "[\\.\\-_/#A-Za-z0-9]+"],
    [
      "a name of 513 characters",
      () => group("a".repeat(513)),
      "InvalidParameterException",
      "less than or equal to 512",
    ],
    ["a name of AWS's own", () => group("aws/x"), "InvalidParameterException", "reserved for AWS"],
    ["a stream with a colon", () => stream("known", "a:b"), "InvalidParameterException", "[^:*]*"],
    [
      "a class that is none",
      () => group("c", { logGroupClass: "COLD" }),
      "InvalidParameterException",
      "INFREQUENT_ACCESS",
    ],
    [
      "tags with a character that is not allowed",
      () => group("t", { tags: { a: "<" } }),
      "InvalidParameterException",
      "'<'",
    ],
    ["no events", () => put("known", "known"), "InvalidParameterException", "greater than or equal to 1"],
    ["an empty message", () => put("known", "known", ""), "InvalidParameterException", "logEvents.1.member.message"],
    [
      "10,001 events",
      () => put("known", "known", ...Array.from({ length: 10_001 }, () => "m")),
      "InvalidParameterException",
      "length less than or equal to 10000",
    ],
    [
      "a batch of more than 1,048,576 bytes",
      () => put("known", "known", "a".repeat(524_262), "a".repeat(524_263)),
      "InvalidParameterException",
      "Upload too large: 1048577 bytes exceeds limit of 1048576",
    ],
    [
      "an event of more than 1 MB",
      () => put("known", "known", "a".repeat(1_048_551)),
      "InvalidParameterException",
      "Log event too large: 1048577 bytes exceeds limit of 1048576",
    ],
    [
      "a group by name and by identifier",
      () => client.send(new GetLogEventsCommand({ logGroupName: "a", logGroupIdentifier: "a", logStreamName: "s" })),
      "InvalidParameterException",
      "Exactly one of",
    ],
    [
      "a filter pattern",
      () => client.send(new FilterLogEventsCommand({ logGroupName: "known", filterPattern: "ERROR" })),
      "InvalidParameterException",
      "filterPattern",
    ],
  ])("%s", async (_, call, name, message) => {
    await expect(call()).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  test("10,000 events are not too many", async () => {
    await put("known", "known", ...Array.from({ length: 10_000 }, () => "m"));
    expect(emulator.counts().groups.known?.events).toBe(10_000);
  });

  test("what is too old or too new is rejected, the rest is stored", async () => {
    await group("window");
    await stream("window", "s");
    const hour = 3_600_000;
    const logEvents = [-15 * 24, -1, 0, 3].map((hours) => ({
      timestamp: Date.now() + hours * hour,
      message: `${hours}`,
    }));
    const answer = await client.send(
      new PutLogEventsCommand({ logGroupName: "window", logStreamName: "s", logEvents }),
    );
    expect(answer.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 3 });
    expect([...emulator.events({ logGroupName: "window" })].map(({ message }) => message)).toEqual(["-1", "0"]);
  });

  test("groups of other classes take events, and are not read with GetLogEvents or FilterLogEvents", async () => {
    await group("cold", { logGroupClass: "INFREQUENT_ACCESS" });
    await stream("cold", "s");
    await put("cold", "s", "m");
    const get = new GetLogEventsCommand({ logGroupName: "cold", logStreamName: "s" });
    await expect(client.send(get)).rejects.toThrow("not supported for log groups of the class INFREQUENT_ACCESS");
    const filter = new FilterLogEventsCommand({ logGroupName: "cold" });
    await expect(client.send(filter)).rejects.toThrow("not supported for log groups of the class INFREQUENT_ACCESS");
    expect(emulator.counts().groups.cold?.events).toBe(1);
  });
});
