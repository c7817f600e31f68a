import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ContainerLog } from "./container-log.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "container-log-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const text = (name: string) => {
  const bytes = readFileSync(join(folder, name));
  return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
};

/** Writes lines 0..count-1 of 10 bytes. */
function write(log: ContainerLog, from: number, count: number): void {
  for (let line = from; line < from + count; line++) log.append(Buffer.from(`${String(line).padStart(9, "0")}\n`));
}

test("renames at the size, and the old file still gets what is written until containerd has opened a new one", () => {
  const log = new ContainerLog(folder, 100);
  write(log, 0, 12);
  log.close();
  expect(readdirSync(folder)).toEqual(["0.log", "0.log.20260101-000000"]);
  expect(text("0.log.20260101-000000").split("\n")).toHaveLength(12);
  expect(text("0.log")).toBe("000000011\n");
});

test("compresses at the next rotation what was rotated before, and keeps five files", () => {
  const log = new ContainerLog(folder, 100);
  write(log, 0, 100);
  log.close();
  const names = readdirSync(folder);
  expect(names).toHaveLength(5);
  expect(names.filter((name) => name.endsWith(".gz"))).toHaveLength(3);
  expect(names.filter((name) => /\d$/.test(name))).toHaveLength(1);
  const lines = names
    .filter((name) => name !== "0.log")
    .map(text)
    .join("")
    .trim()
    .split("\n")
    .map(Number);
  expect(lines).toEqual(Array.from(lines, (_, index) => (lines[0] ?? 0) + index));
});
