import { expect, test } from "vitest";
import { valuesText } from "./values-text.ts";

test("escapes what YAML would read otherwise, and only that", () => {
  const values = { "a\u2028b": "\u0085\u2029\u007f\u009f\ufeff", plain: 'ü 💥 \\ " \n' };
  expect(valuesText(values)).toBe('{"a\\u2028b":"\\u0085\\u2029\\u007f\\u009f\\ufeff","plain":"ü 💥 \\\\ \\" \\n"}');
  expect(JSON.parse(valuesText(values))).toEqual(values);
});
