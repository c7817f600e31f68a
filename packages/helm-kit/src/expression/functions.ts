import type { ValueType } from "./expression.ts";
import { goJson } from "./go-format.ts";

/**
 * One function of the expression language: its signature, how it prints as a Helm expression and how it evaluates in
 * TypeScript. The proof (`proof/`) shows for each row that Helm and `evaluate` agree.
 */
export interface FunctionRow {
  readonly returns: ValueType;
  /** Name in the template: a function of text/template, sprig or Helm. */
  readonly go: string;
  /** Which of our arguments Go takes first, second, …; sprig wants the subject last, we take it first. */
  readonly order: readonly number[] | "as given";
  /** `pipe`: `subject | go rest` where it stands alone, as people write it. */
  readonly form: "call" | "pipe";
  // biome-ignore lint/suspicious/noExplicitAny: operands are checked where calls are built (operators.ts)
  evaluate(...args: any[]): unknown;
}

/** What Go's `if`, `with`, `and`, `or`, `not` and sprig's `default` take for false. */
export function isTrue(held: unknown): boolean {
  if (held === null || held === undefined) return false;
  if (Array.isArray(held)) return held.length > 0;
  if (typeof held === "object") return Object.keys(held).length > 0;
  return held !== "" && held !== 0 && held !== false;
}

const AS_GIVEN = "as given";
const SUBJECT_LAST = [1, 0];

function row(
  go: string,
  returns: ValueType,
  evaluate: FunctionRow["evaluate"],
  order: FunctionRow["order"] = AS_GIVEN,
  form: FunctionRow["form"] = "call",
): FunctionRow {
  return { go, returns, evaluate, order, form };
}

/**
 * The function table. Nothing here depends on time, chance or the cluster (`now`, `rand*`, `lookup`): two renders of one
 * input are equal. Regular expressions are the part that RE2 and JavaScript share.
 */
export const functionTable = {
  /** Text or its fallback when it is empty or missing. Never for numbers and booleans: it would override 0 and false. */
  default: row("default", "text", (text, fallback) => (isTrue(text) ? text : fallback), SUBJECT_LAST),
  /** First `length` bytes: sprig cuts bytes, so the text must be ASCII (names are). */
  trunc: row("trunc", "text", (text: string, length: number) => text.slice(0, length), SUBJECT_LAST, "pipe"),
  trimSuffix: row(
    "trimSuffix",
    "text",
    (text: string, end: string) => (end !== "" && text.endsWith(end) ? text.slice(0, -end.length) : text),
    SUBJECT_LAST,
    "pipe",
  ),
  trimPrefix: row(
    "trimPrefix",
    "text",
    (text: string, start: string) => (text.startsWith(start) ? text.slice(start.length) : text),
    SUBJECT_LAST,
    "pipe",
  ),
  replace: row(
    "replace",
    "text",
    (text: string, old: string, by: string) => text.replaceAll(old, () => by),
    [1, 2, 0],
    "pipe",
  ),
  /** `replacement` is taken literally: Go and JavaScript differ in what `$` means there. */
  regexReplaceAll: row(
    "regexReplaceAll",
    "text",
    (text: string, pattern: string, replacement: string) => text.replace(new RegExp(pattern, "gu"), () => replacement),
    [1, 0, 2],
  ),
  join: row("join", "text", (list: string[], separator: string) => list.join(separator), SUBJECT_LAST, "pipe"),
  b64enc: row("b64enc", "text", (text: string) => Buffer.from(text).toString("base64"), AS_GIVEN, "pipe"),
  toJson: row("toJson", "text", (held) => goJson(held), AS_GIVEN, "pipe"),
  contains: row("contains", "boolean", (text: string, part: string) => text.includes(part), SUBJECT_LAST),
  hasPrefix: row("hasPrefix", "boolean", (text: string, start: string) => text.startsWith(start), SUBJECT_LAST),
  hasSuffix: row("hasSuffix", "boolean", (text: string, end: string) => text.endsWith(end), SUBJECT_LAST),
  regexMatch: row(
    "regexMatch",
    "boolean",
    (text: string, pattern: string) => new RegExp(pattern, "u").test(text),
    SUBJECT_LAST,
  ),
  /** Whether a list holds an item. */
  has: row("has", "boolean", (list: unknown[], item: unknown) => list.includes(item), SUBJECT_LAST),
  hasKey: row("hasKey", "boolean", (map: object, key: string) => Object.hasOwn(map, key)),
  /** Items of a list or entries of a map. */
  len: row("len", "integer", (held: object) => Object.keys(held).length),
  add: row("add", "integer", (a: number, b: number) => a + b),
  eq: row("eq", "boolean", (a, b) => a === b),
  ne: row("ne", "boolean", (a, b) => a !== b),
  lt: row("lt", "boolean", (a: number, b: number) => a < b),
  le: row("le", "boolean", (a: number, b: number) => a <= b),
  gt: row("gt", "boolean", (a: number, b: number) => a > b),
  ge: row("ge", "boolean", (a: number, b: number) => a >= b),
  /** The first operand that is false, or the last. */
  and: row("and", "truth", (...operands) => {
    const firstFalse = operands.findIndex((operand) => !isTrue(operand));
    return operands.at(firstFalse);
  }),
  /** The first operand that is true, or the last. */
  or: row("or", "truth", (...operands) => operands.find(isTrue) ?? operands.at(-1)),
  not: row("not", "boolean", (operand) => !isTrue(operand)),
  /** `ternary yes no test`: both sides are evaluated, as in Helm. */
  ternary: row("ternary", "text", (yes, no, test) => (test ? yes : no)),
} satisfies Record<string, FunctionRow>;

export type FunctionName = keyof typeof functionTable;

/** The row of a function; rows are looked up at each use so that the proof can break one. */
export function functionRow(name: string): FunctionRow {
  return (functionTable as Record<string, FunctionRow>)[name] as FunctionRow;
}
