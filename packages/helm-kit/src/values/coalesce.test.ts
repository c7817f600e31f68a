import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMap, mergeValues, type Values } from "./coalesce.ts";

const json = fc.jsonValue({ maxDepth: 3 }).map((held) => JSON.parse(JSON.stringify(held)));
const values = fc.dictionary(fc.oneof(fc.constantFrom("a", "b", "__proto__", "constructor"), fc.string()), json, {
  maxKeys: 5,
  noNullPrototype: true,
}) as fc.Arbitrary<Values>;

describe("merging values", () => {
  test.each<[string, Values, Values, Values]>([
    ["maps key by key", { a: { b: 1, c: 2 } }, { a: { c: 3, d: 4 } }, { a: { b: 1, c: 3, d: 4 } }],
    ["lists as a whole", { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ["a map over a text", { a: "x" }, { a: { b: 1 } }, { a: { b: 1 } }],
    ["a text over a map", { a: { b: 1 } }, { a: "x" }, { a: "x" }],
    ["empty text and false over defaults", { a: "x", b: true }, { a: "", b: false }, { a: "", b: false }],
    ["a null takes the default away", { a: 1, b: { c: 2, d: 3 } }, { a: null, b: { c: null } }, { b: { d: 3 } }],
    ["a null without a default stays", { a: {} }, { a: { b: null }, c: null }, { a: { b: null }, c: null }],
  ])("%s", (_what, under, over, merged) => {
    expect(mergeValues(under, over)).toEqual(merged);
  });

  test("with nothing changes nothing", () => {
    fc.assert(
      fc.property(values, (held) => {
        expect(mergeValues(held, {})).toEqual(held);
      }),
    );
  });

  test("over nothing gives the overriding side", () => {
    fc.assert(
      fc.property(values, (held) => {
        expect(mergeValues({}, held)).toEqual(held);
      }),
    );
  });

  test("twice is merging once, where no null is", () => {
    const hasNull = (held: Values) => JSON.stringify(held).includes("null");
    fc.assert(
      fc.property(values, values, (under, over) => {
        fc.pre(!hasNull(over));
        const once = mergeValues(under, over);
        expect(mergeValues(once, over)).toEqual(once);
      }),
    );
  });

  test("leaves both sides as they were", () => {
    fc.assert(
      fc.property(values, values, (under, over) => {
        const before = structuredClone([under, over]);
        mergeValues(under, over);
        expect([under, over]).toEqual(before);
      }),
    );
  });

  test("takes a key named __proto__ for a key", () => {
    const merged = mergeValues(JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"b":2}}'));
    expect(JSON.stringify(merged)).toBe('{"__proto__":{"a":1,"b":2}}');
    expect(({} as { b?: number }).b).toBeUndefined();
  });
});

test.each([
  [{}, true],
  [{ a: 1 }, true],
  [[], false],
  [null, false],
  ["x", false],
  [undefined, false],
])("%j is a map: %j", (held, answer) => {
  expect(isMap(held)).toBe(answer);
});
