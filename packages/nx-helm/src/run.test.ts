import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutorContext } from "@nx/devkit";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import run, { commandOf } from "./run.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "nx-helm run "));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

/** Runs a script in `root` that writes its arguments and SOURCE_DATE_EPOCH to a file; returns what it wrote. */
async function record(options: { sourceDate?: "commit"; __unparsed__?: string[] }) {
  const script =
    'require("fs").writeFileSync("seen.json", JSON.stringify([process.argv.slice(1), process.env.SOURCE_DATE_EPOCH]))';
  const result = await run({ argv: ["node", "-e", script, "--"], ...options }, { root } as ExecutorContext);
  expect(result).toEqual({ success: true });
  return JSON.parse(readFileSync(join(root, "seen.json"), "utf8"));
}

test("arguments after -- arrive as they were written", async () => {
  const hostile = ["--set", "a=$(id) `id`", "it's", '"', "*", "", "-f", "two words.yaml"];
  expect(await record({ __unparsed__: hostile })).toEqual([hostile, process.env.SOURCE_DATE_EPOCH ?? null]);
});

test("a program that fails makes the task fail", async () => {
  const result = await run({ argv: ["node", "-e", "process.exit(3)"] }, { root } as ExecutorContext);
  expect(result).toEqual({ success: false });
});

test("a program that is missing is named", async () => {
  const running = run({ argv: ["no-such-program"] }, { root } as ExecutorContext);
  await expect(running).rejects.toThrow("Failed to start no-such-program");
});

test("a missing Helm comes with the remedy", async () => {
  vi.stubEnv("PATH", root);
  vi.stubEnv("HELM", "");
  const running = run({ argv: ["helm", "version"] }, { root } as ExecutorContext);
  await expect(running).rejects.toThrow("Failed to start helm: install Helm, or name it in the variable HELM");
});

test("helm is what HELM names, node the Node that runs Nx", () => {
  expect(commandOf({ argv: ["helm", "lint"] }, { HELM: "/opt/helm" })).toEqual(["/opt/helm", "lint"]);
  expect(commandOf({ argv: ["helm", "lint"] }, {})).toEqual(["helm", "lint"]);
  expect(commandOf({ argv: ["node", "a.ts"] }, {})).toEqual([process.execPath, "a.ts"]);
});

test("an archive is dated by the last commit", async () => {
  vi.stubEnv("SOURCE_DATE_EPOCH", "");
  vi.stubEnv("GIT_COMMITTER_DATE", "1700000000 +0000");
  execFileSync("git", ["init", "--quiet"], { cwd: root });
  const who = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
  execFileSync("git", [...who, "commit", "--quiet", "--allow-empty", "--message", "x"], { cwd: root });
  expect(await record({ sourceDate: "commit" })).toEqual([[], "1700000000"]);
  vi.stubEnv("SOURCE_DATE_EPOCH", "42");
  expect(await record({ sourceDate: "commit" })).toEqual([[], "42"]);
});

test("outside of git the date of an archive has to be given", async () => {
  vi.stubEnv("SOURCE_DATE_EPOCH", "");
  vi.stubEnv("GIT_CEILING_DIRECTORIES", tmpdir());
  const running = run({ argv: ["node", "-v"], sourceDate: "commit" }, { root } as ExecutorContext);
  await expect(running).rejects.toThrow("Failed to read the time of the last commit; set SOURCE_DATE_EPOCH instead");
});
