import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventBytes, judgeBatch, type LogEvent } from "./batch.ts";
import { maxBatchBytes } from "./limits.ts";

const now = Date.UTC(2026, 0, 15, 12);
const hour = 3_600_000;
const day = 24 * hour;

const at = (...timestamps: number[]): LogEvent[] => timestamps.map((timestamp) => ({ timestamp, message: "m" }));
const judge = (events: LogEvent[], retentionInDays?: number) => judgeBatch(events, { now, retentionInDays });

test("counts UTF-8 and 26 bytes for each event", () => {
  expect(["a", "ü", "€", "🐚", "\0"].map(eventBytes)).toEqual([27, 28, 29, 30, 27]);
  expect(judge([...at(now), { timestamp: now, message: "🐚" }]).bytes).toBe(27 + 30);
});

test.each([
  ["one event of exactly 1 MB", ["a".repeat(1_048_576 - 26)], true],
  ["one event of a byte more", ["a".repeat(1_048_576 - 25)], false],
  ["a batch of exactly the limit", ["a".repeat(524_262), "a".repeat(524_262)], true],
  ["a batch of a byte more", ["a".repeat(524_262), "a".repeat(524_263)], false],
  ["multi-byte characters", ["ü".repeat(524_276)], false],
])("%s", (_, messages, accepted) => {
  const events = messages.map((message) => ({ timestamp: now, message }));
  if (accepted) {
    expect(judge(events).bytes).toBe(maxBatchBytes);
  } else {
    expect(() => judge(events)).toThrow(/(Upload|Log event) too large: \d+ bytes exceeds limit of 1048576/);
  }
});

test("the limit of an event can be the one of former years", () => {
  const event = { timestamp: now, message: "a".repeat(262_119) };
  expect(() => judgeBatch([event], { now, maxEventBytes: 262_144 })).toThrow(
    "Log event too large: 262145 bytes exceeds limit of 262144",
  );
});

describe("the window of time", () => {
  test.each([
    ["14 days old", [now - 14 * day], undefined, { start: 0, end: 1 }],
    ["a millisecond older", [now - 14 * day - 1], undefined, { start: 1, end: 1, tooOldLogEventEndIndex: 1 }],
    ["2 hours ahead", [now + 2 * hour], undefined, { start: 0, end: 1 }],
    ["a millisecond further", [now + 2 * hour + 1], undefined, { start: 0, end: 0, tooNewLogEventStartIndex: 0 }],
    [
      "old ones before good ones, new ones after",
      [now - 15 * day, now - 15 * day, now - 1, now, now + 3 * hour],
      undefined,
      { start: 2, end: 4, tooOldLogEventEndIndex: 2, tooNewLogEventStartIndex: 4 },
    ],
    ["older than the retention", [now - 2 * day, now], 1, { start: 1, end: 2, expiredLogEventEndIndex: 1 }],
    ["within the retention", [now - 2 * day], 3, { start: 0, end: 1 }],
    [
      "older than both",
      [now - 20 * day, now - 2 * day, now],
      1,
      { start: 2, end: 3, tooOldLogEventEndIndex: 1, expiredLogEventEndIndex: 2 },
    ],
    ["a retention longer than 14 days", [now - 20 * day], 30, { start: 1, end: 1, tooOldLogEventEndIndex: 1 }],
  ])("%s", (_, timestamps, retention, { start, end, ...rejected }) => {
    const verdict = judge(at(...timestamps), retention);
    expect(verdict).toMatchObject({ start, end });
    expect(verdict.rejected).toEqual(Object.keys(rejected).length > 0 ? rejected : undefined);
  });

  test("refuses a batch out of order", () => {
    expect(() => judge(at(now, now - 1))).toThrow("must be in chronological order");
    expect(judge(at(now, now)).end).toBe(2);
  });

  test("refuses more than 24 hours between valid events, and does not count the others", () => {
    expect(judge(at(now - day, now)).end).toBe(2);
    expect(() => judge(at(now - day - 1, now))).toThrow("cannot span more than 24 hours");
    expect(judge(at(now - 20 * day, now)).start).toBe(1);
    expect(judge(at(now - 2 * day, now), 1).start).toBe(1);
  });
});

test("every event is stored, or rejected for a reason that holds", () => {
  const timestamps = fc.array(fc.integer({ min: -16 * 24, max: 4 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(timestamps, fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }), (hours, retention) => {
      const events = at(...hours.map((offset) => now + offset * hour).sort((a, b) => a - b));
      const valid = events.filter(
        ({ timestamp }) =>
          timestamp >= now - 14 * day &&
          timestamp <= now + 2 * hour &&
          (retention === undefined || timestamp >= now - retention * day),
      );
      const span = (valid.at(-1)?.timestamp ?? 0) - (valid[0]?.timestamp ?? 0);
      if (span > day) {
        expect(() => judge(events, retention)).toThrow("cannot span more than 24 hours");
        return;
      }
      const { start, end, rejected = {} } = judge(events, retention);
      expect(events.slice(start, end)).toEqual(valid);
      const old = Math.max(rejected.tooOldLogEventEndIndex ?? 0, rejected.expiredLogEventEndIndex ?? 0);
      expect(Math.min(old, end)).toBe(start);
      expect(rejected.tooNewLogEventStartIndex ?? events.length).toBe(end);
    }),
  );
});

test("a client that splits by these rules is never refused, and one byte more always is", () => {
  const message = fc.oneof(
    fc.string({ minLength: 1, maxLength: 50, unit: "binary" }),
    fc.integer({ min: 1, max: 600_000 }).map((length) => "x".repeat(length)),
  );
  fc.assert(
    fc.property(fc.array(message, { minLength: 1, maxLength: 20 }), (messages) => {
      let batch: LogEvent[] = [];
      let bytes = 0;
      for (const text of messages) {
        if (bytes + eventBytes(text) > maxBatchBytes) {
          expect(judge(batch).bytes).toBe(bytes);
          expect(() => judge([...batch, { timestamp: now, message: text }])).toThrow("Upload too large");
          batch = [];
          bytes = 0;
        }
        batch.push({ timestamp: now, message: text });
        bytes += eventBytes(text);
      }
      expect(judge(batch).bytes).toBe(bytes);
    }),
    { numRuns: 50 },
  );
});
