import { expect, test } from "vitest";
import { optionOf, parseClassic, printClassic, withOption } from "./classic-format.ts";

const text = "[SERVICE]\n    Flush 1\n\n# a comment\n[OUTPUT]\n    Name  cloudwatch_logs\n    Match *\n";

test("reads sections and options in their order, without comments", () => {
  expect(parseClassic(text)).toEqual([
    { name: "SERVICE", options: [["Flush", "1"]] },
    {
      name: "OUTPUT",
      options: [
        ["Name", "cloudwatch_logs"],
        ["Match", "*"],
      ],
    },
  ]);
  expect(parseClassic(printClassic(parseClassic(text)))).toEqual(parseClassic(text));
});

test("replaces an option in any case, or adds it", () => {
  const section = { name: "SERVICE", options: [["Flush", "1"]] as const };
  expect(optionOf(withOption(section, "flush", "5"), "Flush")).toBe("5");
  expect(withOption(section, "Grace", "30").options).toEqual([
    ["Flush", "1"],
    ["Grace", "30"],
  ]);
});

test("says which line it cannot read", () => {
  expect(() => parseClassic("[SERVICE]\n    Flush\n")).toThrow(
    "line 2 of a Fluent Bit configuration is no option: Flush",
  );
});
