import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { diffChart, readFolder } from "./diff-chart.ts";

const files = (content: object) => new Map<string, string>(Object.entries(content));

test("equal files have no differences", () => {
  expect(diffChart(files({ a: "1", b: "2" }), files({ b: "2", a: "1" }))).toEqual([]);
});

test("files that lack, are too many or differ are named in order", () => {
  expect(diffChart(files({ c: "x", a: "same", z: "1\n2\n3" }), files({ b: "new", a: "same", z: "1\nTWO\n3" }))).toEqual(
    [
      { path: "b", kind: "missing", excerpt: [] },
      { path: "c", kind: "extra", excerpt: [] },
      { path: "z", kind: "changed", excerpt: ["@@ line 2 @@", "-2", "+TWO"] },
    ],
  );
});

test.each<[string, string, string, string[]]>([
  ["a line more", "a\n", "a\nb\n", ["@@ line 2 @@", "-", "+b"]],
  ["the last line break", "a", "a\n", ["@@ line 2 @@", "+"]],
  ["Windows' line endings", "a\r\nb\r\n", "a\nb\n", ["@@ line 1 @@", "-a\\r", "+a"]],
  ["tabs", "\tx", "  x", ["@@ line 1 @@", "-\\tx", "+  x"]],
  ["a long line", "x", "y".repeat(500), ["@@ line 1 @@", "-x", `+${"y".repeat(160)}…`]],
])("shows %s", (_what, before, after, excerpt) => {
  expect(diffChart(files({ f: before }), files({ f: after }))[0]?.excerpt).toEqual(excerpt);
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "helm-kit diff "));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a folder is read at every depth, hidden files too", () => {
  mkdirSync(join(folder, "templates/tests"), { recursive: true });
  writeFileSync(join(folder, ".helmignore"), "*~\n");
  writeFileSync(join(folder, "templates/tests/a.yaml"), "a: é\n");
  symlinkSync("nowhere", join(folder, "link"));
  expect(readFolder(folder)).toEqual(
    files({ ".helmignore": "*~\n", "templates/tests/a.yaml": "a: é\n", link: "(not a regular file)" }),
  );
});

test("a folder that is not there has no files", () => {
  expect(readFolder(join(folder, "none"))).toEqual(new Map());
});
