import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeValues, type Values } from "../values/coalesce.ts";
import type { Json } from "../values/field.ts";
import { presetsOf } from "../values/schema.ts";
import { schemaProblems } from "../values/validate.ts";
import { hostileTexts, isCarriable, isCarriableKey, isComparableKey, uncarriableTexts } from "./hostile-texts.ts";
import { randomValues, schemaValue, valuesFile } from "./random-values.ts";
import { specimen } from "./specimen.ts";

const chart = specimen();
const sample = (seed: number, bases?: object[]) => fc.sample(randomValues(chart, bases), { seed, numRuns: 300 });
const some = sample(1);

test("random values are what the chart's schema accepts", () => {
  for (const values of some) {
    expect(schemaProblems(chart, mergeValues(presetsOf(chart.allValues) as Values, values))).toEqual([]);
  }
});

test("the same seed gives the same values, another seed others", () => {
  expect(sample(1)).toEqual(some);
  expect(sample(2)).not.toEqual(some);
});

test("values of the chart, of its subchart and global are set, and left out", () => {
  for (const has of [
    (values: Values) => "plain" in values,
    (values: Values) => "text" in (values["a-part"] as object),
    (values: Values) => "name" in ((values.global as Values).cluster as object),
  ]) {
    expect(some.some(has)).toBe(true);
    expect(some.every(has)).toBe(false);
  }
});

test("they are hostile: every text of the list comes up, as a value and as a key", () => {
  const many = { seed: 1, numRuns: 5000 };
  const texts = new Set(fc.sample(schemaValue({ type: "string" }, false), many));
  expect([...hostileTexts, ...uncarriableTexts].filter((text) => !texts.has(text))).toEqual([]);
  const keys = new Set(
    fc.sample(schemaValue({ type: "object" }, true), many).flatMap((map) => Object.keys(map as object)),
  );
  expect(hostileTexts.filter((text) => isCarriableKey(text) && isComparableKey(text) && !keys.has(text))).toEqual([]);
});

test("they hold no null, no lone surrogate, and below lists and maps only what Helm carries", () => {
  const check = (held: Json, carried: boolean): void => {
    expect(held).not.toBeNull();
    if (typeof held === "string") expect(held.isWellFormed() && (!carried || isCarriable(held))).toBe(true);
    if (typeof held !== "object" || held === null) return;
    for (const [key, inner] of Object.entries(held)) {
      if (!Array.isArray(held)) check(key, carried);
      check(inner, carried);
    }
  };
  for (const values of some) {
    check(values, false);
    for (const key of ["extraItems", "extraFields", "pairs", "texts"]) check(values[key] ?? "", true);
  }
});

test("a base keeps what no random value replaces", () => {
  const based = sample(1, [{ plain: "from the base" }]);
  expect(based.filter(({ plain }) => plain === "from the base").length).toBeGreaterThan(50);
  expect(based.some(({ plain }) => plain !== "from the base")).toBe(true);
});

test.each([
  [
    { type: "integer", minimum: 1_000_000, maximum: 1_000_003 },
    (n: Json) => (n as number) >= 1e6 && (n as number) <= 1_000_003,
  ],
  [
    { type: "string", pattern: "^arn:[a-z]{2}$", examples: ["arn:aa"] },
    (text: Json) => /^arn:[a-z]{2}$/.test(text as string),
  ],
  [{ type: "string", minLength: 2, maxLength: 3 }, (text: Json) => [2, 3].includes([...(text as string)].length)],
  [{ type: "string", enum: ["a", "b"] }, (text: Json) => ["a", "b"].includes(text as string)],
  [
    { type: "array", items: { type: "string", enum: ["a", "b", "c"] }, minItems: 2, uniqueItems: true, maxItems: 3 },
    (list: Json) => new Set(list as string[]).size === (list as string[]).length && (list as string[]).length >= 2,
  ],
  [
    { type: "object", properties: { a: { type: "boolean" }, b: { type: "integer" } }, required: ["a"] },
    (map: Json) => typeof (map as Values).a === "boolean",
  ],
])("%j is honoured", (schema, holds) => {
  for (const value of fc.sample(schemaValue(schema, true), { seed: 1, numRuns: 200 })) {
    expect(holds(value), JSON.stringify(value)).toBe(true);
  }
});

test("a keyword that it does not know is refused by name", () => {
  expect(() => schemaValue({ type: "string", format: "email" }, true)).toThrow("schema keyword format");
  expect(() => schemaValue({ type: ["string", "null"] }, true)).toThrow('type ["string","null"]');
});

test("a values file escapes what a YAML reader would take for a line break or refuse", () => {
  expect(valuesFile({ "a\u2028": "\u0085\u007f\ufeff\uffff😀" })).toBe('{"a\\u2028":"\\u0085\\u007f\\ufeff\\uffff😀"}');
});
