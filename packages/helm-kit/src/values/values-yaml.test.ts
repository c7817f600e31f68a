import fc from "fast-check";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { declarationOf, defineValues, section, type ValuesDeclaration } from "./define-values.ts";
import { boolean, choice, integer, object, objectList, text, textList, textMap } from "./field.ts";
import { presetsOf } from "./schema.ts";
import { valuesYaml } from "./values-yaml.ts";

test("values.yaml has every comment above its key, in the order of the source", () => {
  const values = declarationOf(
    defineValues({
      image: section("The image.", {
        tag: text("1.0", "Tag, as text."),
        pullPolicy: choice(["Always", ""], "", "When to pull."),
      }),
      replicas: integer(10_000_000, "How many."),
      debug: boolean(false, ""),
      tolerations: objectList([{ operator: "Exists" }], "Every taint."),
      labels: textMap({}, "First line.\nSecond line."),
      resources: object({ limits: { memory: "1Gi" } }, "Limits."),
      hosts: textList([], "Names."),
    }),
  );
  expect(valuesYaml(values)).toBe(`# The image.
image:
  # Tag, as text.
  tag: "1.0"
  # When to pull. One of: Always, "".
  pullPolicy: ""

# How many.
replicas: 10000000

debug: false

# Every taint.
tolerations:
  - operator: Exists

# First line.
# Second line.
labels: {}

# Limits.
resources:
  limits:
    memory: 1Gi

# Names.
hosts: []
`);
});

test("long comments are wrapped, words are kept whole", () => {
  const word = "x".repeat(130);
  const yaml = valuesYaml({ a: text("", `${"word ".repeat(40)}${word}`) });
  const comments = yaml.split("\n").filter((line) => line.startsWith("#"));
  expect(comments.every((line) => line.length <= 120 || line === `# ${word}`)).toBe(true);
  expect(comments.map((line) => line.slice(2)).join(" ")).toBe(`${"word ".repeat(40)}${word}`);
});

describe("values.yaml reads back as the defaults", () => {
  const anyText = fc.string({ unit: "binary", maxLength: 20 });
  const field = fc.oneof(
    anyText.map((preset) => text(preset, "Comment.")),
    fc.integer().map((preset) => integer(preset, "")),
    fc.boolean().map((preset) => boolean(preset, "")),
    fc.array(anyText, { maxLength: 3 }).map((preset) => textList(preset, "")),
    fc.dictionary(anyText, anyText, { maxKeys: 3, noNullPrototype: true }).map((preset) => textMap(preset, "")),
  );
  const { declaration } = fc.letrec<{ declaration: ValuesDeclaration }>((tie) => ({
    declaration: fc.dictionary(
      anyText.filter((key) => key !== "__proto__" && !/[\n\r]/.test(key)),
      fc.oneof({ maxDepth: 2 }, field, tie("declaration")),
      { minKeys: 1, maxKeys: 4, noNullPrototype: true },
    ) as fc.Arbitrary<ValuesDeclaration>,
  }));

  test("whatever the keys and texts are", () => {
    fc.assert(
      fc.property(declaration, (values) => {
        expect(load(valuesYaml(values))).toEqual(presetsOf(values));
      }),
      { numRuns: 300 },
    );
  });
});
