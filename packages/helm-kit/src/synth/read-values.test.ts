import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readValues } from "./read-values.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "helm-kit values "));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(text: string, name = "values.yaml"): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe("a values file is read as Helm reads it", () => {
  test.each<[string, object]>([
    ["", {}],
    ["# nothing\n\n", {}],
    ["---\n# nothing\n", {}],
    ["null\n", {}],
    ["a: yes\nb: Off\nc: true\nd: 'yes'", { a: true, b: false, c: true, d: "yes" }],
    [
      "octal: 0644\nhex: 0x1F\naccount: 012345678901\nthousand: 1_000",
      { octal: 420, hex: 31, account: 12345678901, thousand: 1000 },
    ],
    ["y: 1", { true: 1 }],
    ["time: 12:30:45\ndate: 2026-01-31\nversion: 1.10", { time: "12:30:45", date: "2026-01-31", version: 1.1 }],
    ["base: &base {a: 1}\nover:\n  <<: *base\n  b: 2", { base: { a: 1 }, over: { a: 1, b: 2 } }],
    ["gone: null\nkept: ~\nempty:", { gone: null, kept: null, empty: null }],
    ['{"json": ["too", 1]}', { json: ["too", 1] }],
  ])("%j", (text, values) => {
    expect(readValues([file(text)])).toEqual(values);
  });

  test("later files over earlier ones: maps by key, lists as a whole, a null stays", () => {
    const files = [file("a: {b: 1, c: 2, d: 3}\nl: [1, 2]"), file("a: {c: 9, d: null}\nl: [3]", "more.yaml")];
    expect(readValues(files)).toEqual({ a: { b: 1, c: 9, d: null }, l: [3] });
    expect(readValues([])).toEqual({});
  });
});

describe("a values file is refused with its place", () => {
  test.each([
    ["a: 1\nb: [1, 2\nc: 3\n", /values\.yaml:3: not YAML: /],
    ["a: 1\n\tb: 2\n", /values\.yaml:2: not YAML: /],
    ["a: 1\na: 2\n", /values\.yaml:2: not YAML: duplicated mapping key/],
    ["a: 1\n---\nb: 2\n", /values\.yaml:\d: not YAML: /],
    ["# list\n\n- a\n- b\n", /values\.yaml:3: values are a map, "key: value", but this is a list$/],
    ["just text\n", /values\.yaml:1: values are a map, "key: value", but this is the string "just text"$/],
    ["---\n3\n", /values\.yaml:2: values are a map, "key: value", but this is the number 3$/],
  ])("%j", (text, message) => {
    expect(() => readValues([file(text)])).toThrow(message);
  });

  test("that is not there", () => {
    expect(() => readValues(["no/values.yaml"])).toThrow(
      "no/values.yaml: no such values file: check the path after -f",
    );
  });

  test("that is a folder", () => {
    mkdirSync(join(folder, "values"));
    expect(() => readValues([join(folder, "values")])).toThrow(/values is a folder: -f takes a values file$/);
  });
});
