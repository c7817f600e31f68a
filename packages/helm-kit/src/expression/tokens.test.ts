import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitTokens, tokenFor } from "./tokens.ts";

describe("a token", () => {
  test("is the same for the same node, and another for another", () => {
    const [a, b] = [{}, {}];
    expect(tokenFor(a)).toBe(tokenFor(a));
    expect(tokenFor(a)).not.toBe(tokenFor(b));
  });

  test("gives its node back from any text around it", () => {
    const text = fc.string({ unit: "binary", maxLength: 20 }).filter((piece) => !/[\uE000\uE001]/.test(piece));
    const piece = fc.oneof(
      text,
      text.map((label) => ({ label })),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const joined = pieces.map((held) => (typeof held === "string" ? held : tokenFor(held))).join("");
        expect(merged(splitTokens(joined))).toEqual(merged(pieces));
        const nodes = (held: readonly unknown[]) => held.filter((one) => typeof one === "object");
        expect(nodes(splitTokens(joined)).every((node, index) => node === nodes(pieces)[index])).toBe(true);
      }),
    );
  });

  test.each(["", "\uE000", "\uE000x\uE001", "\uE000999999999\uE001", "\uE0011\uE000"])(
    "of nobody, %j, stays the text it is",
    (text) => {
      expect(splitTokens(text).join("")).toBe(text);
    },
  );
});

/** Neighbouring texts are one text, and an empty one is none. */
function merged(pieces: readonly (string | object)[]): (string | object)[] {
  const result: (string | object)[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (typeof piece === "string" && typeof last === "string") result[result.length - 1] = last + piece;
    else if (piece !== "") result.push(piece);
  }
  return result;
}
