import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import {
  CreateLogStreamCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../emulator.ts";
import { FaultPlan } from "../faults/fault-plan.ts";
import { LogStore } from "../logs/log-store.ts";
import { type AcceptedCall, type LogsService, perform } from "../logs/logs-service.ts";
import { logsClient } from "../testing/clients.ts";
import type { JournalEntry } from "./entry.ts";
import { openJournal } from "./journal.ts";
import { recover } from "./recover.ts";

let folder: string;
let dataFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "journal-test-"));
  dataFile = join(folder, "new", "data.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

const entry = (group: string): JournalEntry => ({ type: "group-deleted", at: 1, group });
async function read(file = dataFile) {
  const entries: JournalEntry[] = [];
  return { ...(await recover(file, (found) => entries.push(found))), entries };
}
async function written(...groups: string[]): Promise<void> {
  const journal = await openJournal(dataFile, "never");
  await Promise.all(groups.map((group) => journal.append(entry(group))));
  await journal.close();
}

test.each(["always", "second", "never"] as const)("keeps entries in their order, fsync %s", async (policy) => {
  const names = Array.from({ length: 100 }, (_, index) => `${index}`);
  const journal = await openJournal(dataFile, policy);
  await Promise.all(names.map((name) => journal.append(entry(name))));
  await journal.close();
  expect(await read()).toEqual({ entries: names.map(entry), tornBytes: 0 });
});

test("closes when everything is written", async () => {
  const journal = await openJournal(dataFile, "never");
  const kept = [journal.append(entry("a")), Promise.resolve().then(() => journal.append(entry("b")))];
  await Promise.resolve();
  await journal.close();
  await Promise.all(kept);
  expect((await read()).entries).toEqual(["a", "b"].map(entry));
});

test("a file that is not there is empty", async () => {
  expect(await read(join(folder, "none"))).toEqual({ entries: [], tornBytes: 0 });
});

test("a last line that is cut short is removed, wherever the cut is, and what follows is whole", async () => {
  await written("a", "ü", "c");
  const whole = await readFile(dataFile);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (length) => {
      await writeFile(dataFile, whole);
      await truncate(dataFile, length);
      const lines = whole.subarray(0, length).filter((byte) => byte === 0x0a).length;
      const kept = whole.subarray(0, length).lastIndexOf(0x0a) + 1;
      const { entries, tornBytes } = await read();
      expect(entries).toEqual(["a", "ü", "c"].slice(0, lines).map(entry));
      expect(tornBytes).toBe(length - kept);
      await written("d");
      expect((await read()).entries.at(-1)).toEqual(entry("d"));
    }),
    { numRuns: 40 },
  );
});

test("a damaged line with others after it is not passed over", async () => {
  await written("a", "b");
  await appendFile(dataFile, "damaged\n");
  await written("c");
  await expect(read()).rejects.toThrow(/data\.jsonl:3 is not an entry .*lines follow it\. Remove that line/);
  await expect(startEmulator({ dataFile })).rejects.toThrow("data.jsonl:3 is not an entry");
});

test("after a failed write nothing more is taken", async () => {
  const journal = await openJournal("/dev/full", "never");
  await expect(journal.append(entry("a"))).rejects.toThrow("ENOSPC");
  await expect(journal.append(entry("b"))).rejects.toThrow("Nothing more is stored");
  await journal.close();
});

describe("an emulator", () => {
  async function fill(emulator: Emulator, from: number, count: number): Promise<void> {
    const client = logsClient(emulator);
    for (let index = from; index < from + count; index++) {
      const logEvents = [{ timestamp: Date.now(), message: `m${index} 🐚` }];
      await client.send(new PutLogEventsCommand({ logGroupName: "g", logStreamName: "s", logEvents }));
    }
    client.destroy();
  }

  test("has everything again when it starts again", async () => {
    const first = await startEmulator({ dataFile, logGroups: ["g"] });
    const client = logsClient(first);
    await client.send(new CreateLogStreamCommand({ logGroupName: "g", logStreamName: "s" }));
    await client.send(new PutRetentionPolicyCommand({ logGroupName: "g", retentionInDays: 7 }));
    await fill(first, 0, 3);
    const before = { events: [...first.events()], identities: first.identities(), counts: first.counts().groups };
    client.destroy();
    await first.close();
    await using second = await startEmulator({ dataFile, logGroups: ["g"] });
    expect(second.recovery).toEqual({ entries: 6, tornBytes: 0 });
    const after = { events: [...second.events()], identities: second.identities(), counts: second.counts().groups };
    expect(after).toEqual(before);
    await fill(second, 3, 1);
    expect([...second.events()].map(({ message, arrival }) => [message, arrival]).at(-1)).toEqual(["m3 🐚", 4]);
  });

  test("answers 503 when its data file cannot be written", async () => {
    const store = new LogStore();
    const journal = await openJournal("/dev/full", "never");
    const service = { store, journal, faults: new FaultPlan(Math.random) };
    const call = { operation: "CreateLogGroup", input: { logGroupName: "g" }, credential: {} } as AcceptedCall;
    const done = perform({ ...service, now: Date.now } as unknown as LogsService, call, "id");
    await expect(done).rejects.toMatchObject({ code: "ServiceUnavailableException", status: 503 });
    await journal.close();
  });

  test("loses nothing that it answered for when it is killed", async () => {
    const caFolder = join(folder, "ca");
    const cli = new URL("../cli.ts", import.meta.url).pathname;
    const args = [
      "--port",
      "0",
      "--control-port",
      "0",
      "--pod-identity-port",
      "0",
      "--ca-dir",
      caFolder,
      "--log-group",
      "g",
    ];
    const child = spawn(process.execPath, ["--conditions=@shelltrail/source", cli, "--data", dataFile, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let endpoint = "";
    for await (const line of createInterface(child.stdout)) {
      endpoint ||= /^CloudWatch Logs +(\S+)/.exec(line)?.[1] ?? "";
      if (line.startsWith("Ctrl-C")) break;
    }
    const remote = { endpoint, region: "us-east-1", caFile: join(caFolder, "ca.pem") } as Emulator;
    const client = logsClient(remote);
    await client.send(new CreateLogStreamCommand({ logGroupName: "g", logStreamName: "s" }));
    const answered: string[] = [];
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let index = 0; ; index++) {
        const message = `${writer}-${index}`;
        const logEvents = [{ timestamp: Date.now(), message }];
        await client.send(new PutLogEventsCommand({ logGroupName: "g", logStreamName: "s", logEvents }));
        answered.push(message);
        if (answered.length === 100) child.kill("SIGKILL");
      }
    });
    await Promise.allSettled(writers);
    await once(child, "close").catch(() => {});
    client.destroy();
    await using again = await startEmulator({ dataFile });
    const kept = new Set([...again.events()].map(({ message }) => message));
    expect(answered.length).toBeGreaterThanOrEqual(100);
    expect(answered.filter((message) => !kept.has(message))).toEqual([]);
  });
});
