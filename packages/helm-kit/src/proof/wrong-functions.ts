import { type FunctionName, type FunctionRow, isTrue } from "../expression/functions.ts";

type Evaluate = FunctionRow["evaluate"];

/** How a row of the function table can be wrong: what it evaluates to, what it is called in Go, in which order Go takes it. */
export interface WrongRow {
  /** Description to a wrong `evaluate`. */
  readonly evaluate: Readonly<Record<string, Evaluate>>;
  /** Other functions of Go, sprig or Helm that take as many operands. */
  readonly go: readonly string[];
  /** How many operands there are, where their order shows: Go is given them in every other order. */
  readonly operands?: 2 | 3;
}

const ALWAYS: Record<string, Evaluate> = { "always true": () => true, "always false": () => false };
const comparison = (evaluate: Record<string, Evaluate>, go: readonly string[]): WrongRow => ({
  evaluate: { ...ALWAYS, ...evaluate },
  go,
  operands: 2,
});

/** Every row with its mistakes: a new row does not compile without. */
export const wrongRows: Readonly<Record<FunctionName, WrongRow>> = {
  default: {
    evaluate: {
      "fallback only for missing": (text, fallback) => text ?? fallback,
      "always fallback": (_, fallback) => fallback,
    },
    go: ["print", "coalesce"],
    operands: 2,
  },
  trunc: {
    evaluate: {
      identity: (text) => text,
      "one more": (text: string, length: number) => text.slice(0, length + 1),
      "from the end": (text: string, length: number) => text.slice(-length),
    },
    go: ["indent", "repeat"],
    operands: 2,
  },
  trimSuffix: {
    evaluate: {
      identity: (text) => text,
      repeatedly: (text: string, end: string) => (end === "" ? text : text.replace(new RegExp(`(${end})+$`), "")),
      "empty suffix takes all": (text: string, end: string) => (text.endsWith(end) ? text.slice(0, -end.length) : text),
    },
    go: ["trimPrefix", "trimAll"],
    operands: 2,
  },
  trimPrefix: {
    evaluate: { identity: (text) => text, anywhere: (text: string, start: string) => text.replace(start, "") },
    go: ["trimSuffix", "hasPrefix"],
    operands: 2,
  },
  replace: {
    evaluate: {
      "first only": (text: string, old: string, by: string) => text.replace(old, () => by),
      "replacement patterns": (text: string, old: string, by: string) => text.replaceAll(old, by),
    },
    go: ["regexReplaceAll"],
    operands: 3,
  },
  regexReplaceAll: {
    evaluate: {
      "first only": (text: string, pattern: string, by: string) => text.replace(new RegExp(pattern, "u"), () => by),
      "no regular expression": (text: string, pattern: string, by: string) => text.replaceAll(pattern, () => by),
    },
    go: ["replace"],
    operands: 3,
  },
  join: {
    evaluate: {
      "no separator": (list: string[]) => list.join(""),
      sorted: (list: string[], separator: string) => list.toSorted().join(separator),
      "without empties": (list: string[], separator: string) => list.filter(Boolean).join(separator),
    },
    go: ["print", "append"],
    operands: 2,
  },
  b64enc: {
    evaluate: {
      latin1: (text: string) => Buffer.from(text, "latin1").toString("base64"),
      url: (text: string) => Buffer.from(text).toString("base64url"),
    },
    go: ["b32enc", "quote"],
  },
  toJson: {
    evaluate: {
      "keys as they come": (held) => JSON.stringify(held) ?? "null",
      "two spaces": (held) => JSON.stringify(held, null, 2) ?? "null",
      "no HTML escapes": (held) => JSON.stringify(sorted(held)) ?? "null",
    },
    go: ["toYaml", "toRawJson", "toPrettyJson", "toString"],
  },
  contains: comparison(
    { "the other way": (text: string, part: string) => part.includes(text), equal: (text, part) => text === part },
    ["hasPrefix", "hasSuffix", "eq"],
  ),
  hasPrefix: comparison({ anywhere: (text: string, start: string) => text.includes(start) }, ["hasSuffix", "contains"]),
  hasSuffix: comparison({ anywhere: (text: string, end: string) => text.includes(end) }, ["hasPrefix", "contains"]),
  regexMatch: comparison(
    { "whole text": (text: string, pattern: string) => new RegExp(`^(?:${pattern})$`, "u").test(text) },
    ["contains", "eq"],
  ),
  has: comparison({ "as text": (list: unknown[], item: unknown) => list.join().includes(String(item)) }, [
    "eq",
    "contains",
  ]),
  hasKey: comparison({ inherited: (map: object, key: string) => key in map || map.toString !== undefined }, [
    "get",
    "eq",
  ]),
  len: {
    evaluate: {
      "one more": (held: object) => Object.keys(held).length + 1,
      "at most one": (held: object) => Math.min(1, Object.keys(held).length),
    },
    go: ["empty", "print"],
  },
  add: {
    evaluate: {
      subtract: (a: number, b: number) => a - b,
      concatenate: (a: number, b: number) => Number(`${a}${Math.abs(b)}`),
      "32 bits": (a: number, b: number) => (a + b) | 0,
    },
    go: ["sub", "mul", "max"],
  },
  // `eq` and `ne` are the same either way round.
  eq: {
    evaluate: { ...ALWAYS, unequal: (a, b) => a !== b, "as text": (a, b) => String(a)[0] === String(b)[0] },
    go: ["ne", "contains"],
  },
  ne: { evaluate: { ...ALWAYS, equal: (a, b) => a === b }, go: ["eq", "lt"] },
  lt: comparison({ "or equal": (a: number, b: number) => a <= b, "as text": (a, b) => String(a) < String(b) }, [
    "le",
    "gt",
    "ne",
  ]),
  le: comparison({ less: (a: number, b: number) => a < b }, ["lt", "ge", "eq"]),
  gt: comparison({ "or equal": (a: number, b: number) => a >= b }, ["ge", "lt", "ne"]),
  ge: comparison({ greater: (a: number, b: number) => a > b }, ["gt", "le", "eq"]),
  // What `and` and `or` give is only tested, so the order of operands cannot be seen.
  and: {
    evaluate: {
      ...ALWAYS,
      first: (first) => first,
      last: (...operands) => operands.at(-1),
      or: (...operands) => operands.find(Boolean),
      "missing operands skipped": (...operands) => operands.find((operand) => !isTrue(operand)) ?? operands.at(-1),
    },
    go: ["or", "list"],
  },
  or: { evaluate: { ...ALWAYS, first: (first) => first, last: (...operands) => operands.at(-1) }, go: ["and", "list"] },
  not: {
    evaluate: { ...ALWAYS, "truth itself": (operand) => Boolean(operand), "of JavaScript": (operand) => !operand },
    go: ["print", "list"],
  },
  ternary: {
    evaluate: { yes: (yes) => yes, no: (_, no) => no, "the other": (yes, no, test) => (test ? no : yes) },
    go: ["list", "coalesce"],
  },
};

function sorted(held: unknown): unknown {
  if (Array.isArray(held)) return held.map(sorted);
  if (typeof held !== "object" || held === null) return held;
  return Object.fromEntries(
    Object.entries(held)
      .map(([key, inner]) => [key, sorted(inner)])
      .toSorted(),
  );
}
