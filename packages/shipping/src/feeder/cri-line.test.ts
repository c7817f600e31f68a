import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { criLines, criTime, FRAGMENT_BYTES, parseCriLine } from "./cri-line.ts";

const at = new Date("2026-01-02T03:04:05.678Z");

/** Output of a program up to its line break: any byte but that. */
const content = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 0x0a)));
const longContent = fc
  .tuple(content, fc.integer({ min: 0, max: 5 * FRAGMENT_BYTES }))
  .map(([bytes, length]) => Buffer.concat([bytes, Buffer.alloc(length, "x")]));

function linesOf(lines: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let from = 0; from < lines.length; ) {
    const to = lines.indexOf(0x0a, from);
    found.push(lines.subarray(from, to));
    from = to + 1;
  }
  return found;
}

test("a short line is one line of CRI", () => {
  expect(criLines(Buffer.from("hello"), at, "stderr").toString()).toBe(
    "2026-01-02T03:04:05.678000000+00:00 stderr F hello\n",
  );
  expect(criLines(Buffer.alloc(0), at).toString()).toBe("2026-01-02T03:04:05.678000000+00:00 stdout F \n");
});

test("40 kB are two partial lines and a full one", () => {
  const tags = linesOf(criLines(Buffer.alloc(40_000, "a"), at)).map((line) => parseCriLine(line)?.partial);
  expect(tags).toEqual([true, true, false]);
});

test("exactly 16 KiB stay one line", () => {
  expect(linesOf(criLines(Buffer.alloc(FRAGMENT_BYTES, "a"), at))).toHaveLength(1);
});

test("whatever is written can be joined again, and only the last line is full", () => {
  fc.assert(
    fc.property(
      fc.oneof(content, longContent),
      fc.constantFrom("stdout" as const, "stderr" as const),
      (bytes, stream) => {
        const lines = linesOf(criLines(bytes, at, stream)).map(parseCriLine);
        expect(Buffer.concat(lines.map((line) => line?.content ?? Buffer.from("?"))).equals(bytes)).toBe(true);
        expect(lines.map((line) => line?.partial)).toEqual(lines.map((_, index) => index < lines.length - 1));
        expect(lines.every((line) => line?.stream === stream && line.time === criTime(at))).toBe(true);
        expect(lines.every((line) => (line?.content.length ?? 0) <= FRAGMENT_BYTES)).toBe(true);
      },
    ),
  );
});

test("what is no line of CRI is not read as one", () => {
  expect(parseCriLine(Buffer.from('{"log":"text"}'))).toBeUndefined();
});
