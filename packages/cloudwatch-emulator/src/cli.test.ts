import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Emulator } from "./emulator.ts";
import { listen } from "./http/listen.ts";
import { logsClient } from "./testing/clients.ts";

let folder: string;
let running: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cli-test-"));
});
afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  running = [];
  await rm(folder, { recursive: true });
});

const anyPorts = ["--port", "0", "--control-port", "0", "--pod-identity-port", "0"];

function start(...args: string[]) {
  const cli = new URL("./cli.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, ["--conditions=@shelltrail/source", cli, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  let stdout = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk;
  });
  const ended = Promise.all([text(child.stderr), once(child, "close")]).then(([stderr, [exitCode]]) => ({
    stdout,
    stderr,
    exitCode,
  }));
  const ready = async () => {
    await expect.poll(() => stdout, { timeout: 30_000 }).toContain("Ctrl-C ends it.");
    return stdout;
  };
  return { child, ended, ready };
}

test("--help explains, with exit code 0", async () => {
  const { stdout, stderr, exitCode } = await start("--help").ended;
  expect(stdout).toMatch(/^Usage: cloudwatch-emulator .*--control-port PORT.*Exit codes: 0 .*1 .*2 /s);
  expect([stderr, exitCode]).toEqual(["", 0]);
});

test.each([
  [["--port", "http"], '--port is "http"; it must be a whole number from 0 to 65535'],
  [["--port", "70000"], '--port is "70000"'],
  [["--fsync", "often"], '--fsync is "often"; it must be always, second or never'],
  [["--credentials", "KEY"], "--credentials needs KEY:SECRET"],
  [["--verbose"], "'--verbose'"],
  [["extra"], "extra"],
])("%j is wrong usage, with exit code 2", async (args, message) => {
  const { stdout, stderr, exitCode } = await start(...args).ended;
  expect(stderr).toContain(message);
  expect(stderr).toContain("Try cloudwatch-emulator --help.");
  expect([stdout, exitCode]).toEqual(["", 2]);
});

test("says which port is taken and what to do, with exit code 1", async () => {
  const other = createServer();
  const port = await listen(other, 0, "127.0.0.1");
  const { stderr, exitCode } = await start(...anyPorts, "--control-port", `${port}`).ended;
  other.close();
  expect(stderr).toBe(
    `cloudwatch-emulator: Cannot listen on port ${port} of 127.0.0.1: it is taken. Stop what listens there, or choose another port (0 lets the system choose).\n`,
  );
  expect(exitCode).toBe(1);
});

test.each([
  ["--account", "1", 'account is "1"; it must have 12 digits.'],
  ["--region", "europe", 'region is "europe"; it must look like eu-central-1.'],
  ["--config", "none.json", "none.json cannot be read as a configuration"],
])("%s %s cannot be used, with exit code 1", async (flag, value, message) => {
  const { stderr, exitCode } = await start(...anyPorts, flag, value).ended;
  expect(stderr).toContain(message);
  expect(exitCode).toBe(1);
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "prints how to use it, and %s closes it with the data on the disk",
  async (signal) => {
    const data = join(folder, "data.jsonl");
    const config = join(folder, "config.json");
    await writeFile(config, JSON.stringify({ account: "444455556666", region: "eu-west-1", clusterName: "c" }));
    const options = ["--ca-dir", folder, "--data", data, "--config", config, "--region", "us-gov-west-1"];
    const { child, ended, ready } = start(...anyPorts, ...options, "--credentials", "AKIAME:secret/with:colon");
    const printed = await ready();
    const endpoint = /^CloudWatch Logs +(https:\S+)/m.exec(printed)?.[1] ?? "";
    expect(printed).toContain("region us-gov-west-1, account 444455556666");
    expect(printed).toContain(`export AWS_CA_BUNDLE=${folder}/ca.pem`);
    expect(printed).toContain("AWS_ACCESS_KEY_ID=AKIAME AWS_SECRET_ACCESS_KEY=secret/with:colon");
    const remote = { endpoint, region: "us-gov-west-1", caFile: join(folder, "ca.pem") } as Emulator;
    const credentials = { accessKeyId: "AKIAME", secretAccessKey: "secret/with:colon" };
    await logsClient(remote, { credentials }).send(new CreateLogGroupCommand({ logGroupName: "kept" }));
    child.kill(signal);
    const { stdout, stderr, exitCode } = await ended;
    expect(stdout).toMatch(/\nClosed: 0 events in 0 batches\.\n$/);
    expect([stderr, exitCode]).toEqual(["", 0]);
    const again = start(...anyPorts, "--data", data);
    expect(await again.ready()).toContain(`${data}: 1 entries read`);
  },
);
