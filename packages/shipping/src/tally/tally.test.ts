import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { criLines } from "../feeder/cri-line.ts";
import { type Content, recordLine } from "../feeder/record.ts";
import { tally } from "./tally.ts";

const record = (number: number, container = "a", bytes = 200, content: Content = "plain") =>
  recordLine({ container, number, bytes, content }).toString();

describe("a record counts as", () => {
  const sent = new Map([["a", 3]]);
  const whole = [record(0), record(1), record(2)];

  test("arrived when every byte of it did", () => {
    expect(tally(sent, whole)).toEqual({
      sent: 3,
      arrived: 3,
      lost: 0,
      duplicates: 0,
      broken: 0,
      foreign: 0,
      outOfOrder: 0,
      newestArrived: true,
    });
  });

  test("lost when nothing of it did", () => {
    expect(tally(sent, [record(0), record(2)])).toMatchObject({ arrived: 2, lost: 1, broken: 0, newestArrived: true });
    expect(tally(sent, [record(0), record(1)])).toMatchObject({ lost: 1, newestArrived: false });
  });

  test("a duplicate from its second copy on", () => {
    expect(tally(sent, [...whole, record(1), record(1)])).toMatchObject({ lost: 0, duplicates: 2 });
  });

  test("out of order when a later one of its container came first", () => {
    expect(tally(sent, [record(0), record(2), record(1)])).toMatchObject({ lost: 0, outOfOrder: 1 });
    expect(
      tally(
        new Map([
          ["a", 1],
          ["b", 1],
        ]),
        [record(0, "b"), record(0)],
      ),
    ).toMatchObject({ outOfOrder: 0 });
  });

  test("whole when a shipper wrapped its line", () => {
    const lines = whole.map((text) => criLines(Buffer.from(text), new Date()).toString().trimEnd());
    expect(
      tally(
        sent,
        lines.map((log) => JSON.stringify({ log })),
      ),
    ).toMatchObject({ arrived: 3, broken: 0 });
  });

  test("foreign when nobody asked for it", () => {
    expect(tally(sent, [...whole, "Falco internal: notice 3", '{"from":"sidecar"}'])).toMatchObject({
      lost: 0,
      broken: 0,
      foreign: 2,
    });
  });
});

test("a piece of a record is broken, wherever it was cut", () => {
  const text = record(7, "a", 400);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: text.length - 60 }), fc.integer({ min: 60, max: 399 }), (from, length) => {
      const piece = text.slice(from, from + length);
      fc.pre(piece.length < text.length);
      expect(tally(new Map([["a", 8]]), [piece])).toMatchObject({ arrived: 0, broken: 1 });
    }),
  );
});

test("bytes that are no UTF-8 arrive as U+FFFD", () => {
  const sent = new Map([["a", 51]]);
  const texts = Array.from({ length: 51 }, (_, number) => record(number, "a", 200, "invalid"));
  expect(texts.filter((text) => text.includes("\ufffd"))).toHaveLength(2);
  expect(tally(sent, texts)).toMatchObject({ arrived: 51, broken: 0 });
  expect(
    tally(
      sent,
      texts.map((text) => text.replaceAll("\ufffd", "?")),
    ),
  ).toMatchObject({ arrived: 49, broken: 2 });
});

test("what looks like the start of a line of the log is part of its record", () => {
  const texts = [0, 1, 2].map((number) => record(number, "a", 200, "look-alike"));
  expect(tally(new Map([["a", 3]]), texts)).toMatchObject({ arrived: 3, broken: 0 });
  const cut = texts.map((text) => text.replace(/^.* std(out|err) [FP] /, ""));
  expect(tally(new Map([["a", 3]]), cut)).toMatchObject({ arrived: 0, broken: 3 });
});
