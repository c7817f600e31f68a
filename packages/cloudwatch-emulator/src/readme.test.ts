import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import type { FaultKind } from "./faults/fault.ts";
import { parseFaults } from "./faults/fault.ts";

const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");

test("the README's example prints what the README says", async () => {
  const [, example = "", printed] = /```ts\n(.*?)```\n\nPrints `([^`]+)`/s.exec(readme) ?? [];
  const args = ["--conditions=@shelltrail/source", "--input-type=module-typescript", "-"];
  const cwd = new URL("..", import.meta.url).pathname;
  const child = spawn(process.execPath, args, { cwd, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(example);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(stderr).toBe("");
  expect(stdout.replaceAll(/\s+/g, " ").trim()).toBe(printed);
});

test("the README's table of faults has every kind", () => {
  const rows = [...readme.matchAll(/^\| `\{ kind: "([a-z-]+)"/gm)].map(([, kind]) => kind as FaultKind);
  let known = "";
  try {
    parseFaults([{}]);
  } catch (error) {
    known = (error as Error).message.replace(/^.*one of /, "");
  }
  expect([...new Set(rows)].sort()).toEqual(known.split(", ").sort());
});
