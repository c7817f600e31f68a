import fc from "fast-check";
import type { HelmChart } from "../chart/helm-chart.ts";
import { mergeValues, type Values } from "../values/coalesce.ts";
import { fieldsOf, type ValuesDeclaration } from "../values/define-values.ts";
import { Field, type Json, type JsonSchema } from "../values/field.ts";
import { hostileTexts, isCarriable, isCarriableKey, isComparableKey, uncarriableTexts } from "./hostile-texts.ts";

/**
 * Random values that the chart's schema accepts, with its subcharts' and `global`. Every text that no pattern restrains
 * may be hostile.
 * @param bases values the random ones are laid over, such as examples: they keep what guards ask for together
 */
export function randomValues(chart: HelmChart, bases: readonly object[] = [{}]): fc.Arbitrary<Values> {
  const declaration = chart.allValues;
  const leaves = new Map([...fieldsOf(declaration)].map(([, field]) => [field, fieldValue(field)]));
  const random = fc.oneof(...DENSITIES.map((density) => groupOf(declaration, density, leaves)));
  return fc.tuple(fc.constantFrom(...bases), random).map(([base, over]) => mergeValues(base as Values, over));
}

/** Of ten keys, how many are set: few, so that defaults and bases count; or nearly all. */
const DENSITIES = [1, 3, 5, 9];

function groupOf(
  declaration: ValuesDeclaration,
  density: number,
  leaves: ReadonlyMap<Field<unknown>, fc.Arbitrary<Json>>,
): fc.Arbitrary<Values> {
  const entries = Object.entries(declaration).map(([key, held]) => {
    if (!(held instanceof Field)) return groupOf(held, density, leaves).map((group) => [[key, group] as const]);
    const set = (leaves.get(held) as fc.Arbitrary<Json>).map((value) => [[key, value] as const]);
    return fc.oneof({ weight: density, arbitrary: set }, { weight: 10 - density, arbitrary: fc.constant([]) });
  });
  return fc.tuple(...entries).map((pairs) => Object.fromEntries(pairs.flat()));
}

function fieldValue(field: Field<unknown>): fc.Arbitrary<Json> {
  const random = schemaValue(field.constraint, field.type !== "text");
  return fc.oneof({ weight: 9, arbitrary: random }, { weight: 1, arbitrary: fc.constant(field.preset) });
}

const KNOWN_KEYWORDS = new Set(
  "type enum pattern minLength maxLength examples minimum maximum items minItems maxItems uniqueItems additionalProperties properties required description default".split(
    " ",
  ),
);

/**
 * Values of a draft-07 schema, of the keywords that helm-kit writes.
 * @param carried inside a list or map, where Helm cannot carry every text
 * @throws Error at a keyword it does not know: ignoring it would make values that the schema refuses
 */
export function schemaValue(schema: JsonSchema, carried: boolean): fc.Arbitrary<Json> {
  const unknown = Object.keys(schema).filter((keyword) => !KNOWN_KEYWORDS.has(keyword));
  if (unknown.length > 0) throw new Error(`Random values cannot honour the schema keyword ${unknown.join(", ")}`);
  if (schema.enum !== undefined) return fc.constantFrom(...(schema.enum as readonly Json[]));
  switch (schema.type) {
    case "string":
      return textOf(schema as TextSchema, carried);
    case "integer":
      return integerOf(schema as { minimum?: number; maximum?: number });
    case "boolean":
      return fc.boolean();
    case "array":
      return listOf(schema);
    case "object":
      return mapOf(schema);
    default:
      throw new Error(`Random values cannot honour a schema of type ${JSON.stringify(schema.type)}`);
  }
}

interface TextSchema {
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly examples?: readonly string[];
}

function textOf(schema: TextSchema, carried: boolean): fc.Arbitrary<string> {
  const { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY, examples = [] } = schema;
  const random =
    pattern === undefined
      ? carried
        ? carriedText
        : quotedText
      : fc.stringMatching(new RegExp(pattern), { size: "small" });
  const fitting = random.filter((text) => {
    const length = [...text].length;
    return text.isWellFormed() && length >= minLength && length <= maxLength;
  });
  // Examples are what guards accept, so most values with a pattern are examples.
  return examples.length === 0
    ? fitting
    : fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...examples) }, { weight: 1, arbitrary: fitting });
}

/** Letters of several scripts. Not all of Unicode: Go and JavaScript know different versions of it (see `goQuote`). */
const LETTERS = [..."abcXYZ019 äßñ жЯ 中文字 ✓→… 😀🚀 \t\"'\\{}%$&<>|:#-.,/=~`"];
const assembled = fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 12 });
const quotedText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...hostileTexts) },
  { weight: 1, arbitrary: fc.constantFrom(...uncarriableTexts) },
  { weight: 2, arbitrary: assembled },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...hostileTexts), fc.constantFrom(...hostileTexts))
      .map((pair) => pair.join("")),
  },
);
const carriedText = quotedText.filter(isCarriable);
const carriedKey = fc.oneof(carriedText, assembled).filter((key) => isCarriableKey(key) && isComparableKey(key));

function integerOf({ minimum, maximum }: { minimum?: number; maximum?: number }): fc.Arbitrary<number> {
  const min = minimum ?? -LARGEST;
  const max = maximum ?? LARGEST;
  const telling = TELLING_INTEGERS.filter((number) => number >= min && number <= max);
  return fc.oneof(fc.constantFrom(min, max, ...telling), fc.integer({ min, max }));
}

/** Values of a file are float64: beyond this Helm itself would round. */
const LARGEST = Number.MAX_SAFE_INTEGER;
/** Around what Go prints as 1e+06 and 1e+21, and what 32 bits hold. */
const TELLING_INTEGERS = [
  -1, 0, 1, 2, 10, 999_999, 1_000_000, 10_000_000, 123_456_789, 2_147_483_648, 1_000_000_000_000,
];

function listOf(schema: JsonSchema): fc.Arbitrary<Json> {
  const { minItems = 0, maxItems = Math.max(4, minItems as number) } = schema as {
    minItems?: number;
    maxItems?: number;
  };
  const item = schemaValue((schema.items ?? { type: "object" }) as JsonSchema, true);
  const size = { minLength: minItems, maxLength: Math.min(maxItems, minItems + 4) };
  return schema.uniqueItems === true
    ? fc.uniqueArray(item, { ...size, comparator: (a, b) => JSON.stringify(a) === JSON.stringify(b) })
    : fc.array(item, size);
}

function mapOf(schema: JsonSchema): fc.Arbitrary<Json> {
  if (schema.properties !== undefined) return strictMapOf(schema);
  const values =
    typeof schema.additionalProperties === "object"
      ? schemaValue(schema.additionalProperties as JsonSchema, true)
      : anyJson;
  return entriesOf(values);
}

function strictMapOf(schema: JsonSchema): fc.Arbitrary<Json> {
  const properties = Object.entries(schema.properties as Record<string, JsonSchema>);
  const required = (schema.required ?? []) as readonly string[];
  const entries = properties.map(([key, inner]) => {
    const random = schemaValue(inner, true).map((value) => [[key, value] as const]);
    return required.includes(key) ? random : fc.oneof(random, fc.constant([]));
  });
  return fc.tuple(...entries).map((pairs) => Object.fromEntries(pairs.flat()));
}

/** Maps with hostile keys. `fromEntries` makes "__proto__" a key like others. */
function entriesOf(values: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.array(fc.tuple(carriedKey, values), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs));
}

/** What a user passes through to Kubernetes, as JSON: nested maps and lists, also empty ones; no null. */
const anyJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 4, arbitrary: carriedText },
    { weight: 2, arbitrary: integerOf({}) },
    { weight: 1, arbitrary: fc.constantFrom(0.5, -1.25, 1e21, 1e-7, 1234567890.5, 1e300) },
    { weight: 1, arbitrary: fc.boolean() },
    { weight: 2, arbitrary: fc.array(tie("json"), { maxLength: 3 }) },
    { weight: 2, arbitrary: entriesOf(tie("json")) },
  ),
})).json;

/**
 * Values as the text of a values file. JSON, with escapes where a YAML reader would see a line break or refuse the character.
 */
export function valuesFile(values: unknown): string {
  return (JSON.stringify(values) ?? String(values)).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
