import fc from "fast-check";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { compareUtf8, goJson, goQuote } from "./go-format.ts";

/** Any text that UTF-8 can carry. */
const anyText = fc.string({ unit: "binary", maxLength: 40 });

describe("text that Go quotes", () => {
  test.each([
    ["plain", '"plain"'],
    ['say "hi"', '"say \\"hi\\""'],
    ["C:\\dir", '"C:\\\\dir"'],
    ["a\nb\tc\rd", '"a\\nb\\tc\\rd"'],
    ["\x00\x1b\x7f", '"\\x00\\x1b\\x7f"'],
    ["bell\x07 back\b feed\f tab\v", '"bell\\a back\\b feed\\f tab\\v"'],
    ["no\u00a0break \u2028 \ufeff", '"no\\u00a0break \\u2028 \\ufeff"'],
    ["\u{e0001}", '"\\U000e0001"'],
    ["Zoë 東京 🎉", '"Zoë 東京 🎉"'],
  ])("%j", (text, quoted) => {
    expect(goQuote(text)).toBe(quoted);
  });

  test("is a YAML scalar of the same text, on one line", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(goQuote(text)).not.toMatch(/[\n\r]/);
        expect(load(goQuote(text))).toBe(text);
      }),
    );
  });
});

describe("JSON that Go writes", () => {
  test.each([
    [{ b: 1, a: [true, null, "x"] }, '{"a":[true,null,"x"],"b":1}'],
    ["<a href='x'>&</a>", "\"\\u003ca href='x'\\u003e\\u0026\\u003c/a\\u003e\""],
    ["\u2028 \u2029 \x7f", '"\\u2028 \\u2029 \x7f"'],
    [undefined, "null"],
    [{ "\u{10000}": 1, "\uffff": 2 }, '{"\uffff":2,"\u{10000}":1}'],
  ])("%j", (json, text) => {
    expect(goJson(json)).toBe(text);
  });

  test("reads back as the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (json) => {
        expect(JSON.parse(goJson(json))).toEqual(JSON.parse(JSON.stringify(json)));
      }),
    );
  });
});

test("texts are ordered by code point, not by UTF-16 unit", () => {
  expect(compareUtf8("\uffff", "\u{10000}")).toBeLessThan(0);
  fc.assert(
    fc.property(anyText, anyText, (a, b) => {
      const [x, y] = [a, b].map((text) => [...text].map((character) => character.codePointAt(0) as number)) as [
        number[],
        number[],
      ];
      const differs = x.findIndex((point, index) => point !== y[index]);
      const expected = differs < 0 ? x.length - y.length : (x[differs] as number) - (y[differs] ?? -1);
      expect(Math.sign(compareUtf8(a, b))).toBe(Math.sign(expected));
    }),
  );
});
