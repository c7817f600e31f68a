import {
  type Condition,
  describe,
  Expression,
  type ExpressionNode,
  type Integer,
  type Literal,
  mayBeAbsent,
  type Text,
  toNode,
  typeOf,
} from "./expression.ts";
import { type FunctionName, functionTable } from "./functions.ts";

function call<T>(name: FunctionName, ...operands: (Literal | Expression<unknown>)[]): Expression<T> {
  return new Expression<T>({ kind: "call", name, args: operands.map(toNode), type: functionTable[name].returns });
}

/** Like `call`, for functions that Helm refuses to call with a missing value. */
function present<T>(name: FunctionName, ...operands: (Literal | Expression<unknown>)[]): Expression<T> {
  for (const operand of operands) {
    const node = toNode(operand);
    if (mayBeAbsent(node))
      throw new Error(`${describe(node)} may be absent: ${name}() needs when(…) or withDefault(…) around it`);
  }
  return call<T>(name, ...operands);
}

/** The text, or `fallback` when it is empty or missing. */
export const withDefault = (text: Expression<string | undefined>, fallback: Text): Expression<string> =>
  call("default", text, fallback);
/** The first `length` characters of an ASCII text. */
export const trunc = (text: Text, length: number): Expression<string> => present("trunc", text, length);
export const trimSuffix = (text: Text, suffix: string): Expression<string> => present("trimSuffix", text, suffix);
export const trimPrefix = (text: Text, prefix: string): Expression<string> => present("trimPrefix", text, prefix);
export const replace = (text: Text, old: string, by: string): Expression<string> => present("replace", text, old, by);
/** @param pattern in the part of RE2 that JavaScript shares. @param replacement without `$`. */
export const regexReplaceAll = (text: Text, pattern: string, replacement: string): Expression<string> => {
  if (replacement.includes("$"))
    throw new Error("regexReplaceAll: Go and JavaScript differ in what `$` means in a replacement");
  return present("regexReplaceAll", text, pattern, replacement);
};
export const join = (list: Expression<readonly string[]>, separator: string): Expression<string> =>
  present("join", list, separator);
/** Base64 of the UTF-8 bytes, as a Secret's `data` wants it. */
export const b64enc = (text: Text): Expression<string> => present("b64enc", text);
/** Any value as one line of JSON. */
export const toJson = (held: Expression<unknown>): Expression<string> => call("toJson", held);

export const contains = (text: Text, part: Text): Expression<boolean> => present("contains", text, part);
export const hasPrefix = (text: Text, prefix: Text): Expression<boolean> => present("hasPrefix", text, prefix);
export const hasSuffix = (text: Text, suffix: Text): Expression<boolean> => present("hasSuffix", text, suffix);
export const regexMatch = (text: Text, pattern: string): Expression<boolean> => present("regexMatch", text, pattern);
/** Whether a list of texts holds `item`. */
export const has = (list: Expression<readonly string[]>, item: Text): Expression<boolean> => present("has", list, item);
export const hasKey = (map: Expression<object>, key: string): Expression<boolean> => present("hasKey", map, key);
/** Items of a list or entries of a map. */
export const len = (held: Expression<object>): Expression<number> => present("len", held);
export const add = (a: Integer, b: Integer): Expression<number> => present("add", a, b);

type Comparable = string | number | boolean | undefined;
type Other<T> = Extract<T, Literal> | Expression<T>;
export const eq = <T extends Comparable>(a: Expression<T>, b: Other<NoInfer<T>>): Expression<boolean> =>
  call("eq", a, b);
export const ne = <T extends Comparable>(a: Expression<T>, b: Other<NoInfer<T>>): Expression<boolean> =>
  call("ne", a, b);
export const lt = (a: Integer, b: Integer): Expression<boolean> => present("lt", a, b);
export const le = (a: Integer, b: Integer): Expression<boolean> => present("le", a, b);
export const gt = (a: Integer, b: Integer): Expression<boolean> => present("gt", a, b);
export const ge = (a: Integer, b: Integer): Expression<boolean> => present("ge", a, b);

/** A condition built from others: tested by `when` and guards, never printed. No Kubernetes type takes a symbol. */
export type Truth = Expression<symbol>;
export const and = (...operands: [Condition, Condition, ...Condition[]]): Truth => call("and", ...operands);
export const or = (...operands: [Condition, Condition, ...Condition[]]): Truth => call("or", ...operands);
export const not = (operand: Condition): Expression<boolean> => call("not", operand);

/** `yes` where `test` holds, else `no`. A `yes` that takes the tested value may use one that can be absent elsewhere. */
export function choose<T>(
  test: Expression<T>,
  yes: Text | ((tested: Expression<NonNullable<T>>) => Text),
  no: Text,
): Expression<string> {
  const node = toNode(test);
  const covered = new Expression<NonNullable<T>>(node.kind === "reference" ? { ...node, covered: true } : node);
  const taken = typeof yes === "function" ? yes(covered) : yes;
  return new Expression<string>({ kind: "conditional", test: node, yes: toNode(taken), no: toNode(no) });
}

/** Whether the cluster serves an API version, "monitoring.coreos.com/v1", or a kind of it, "…/v1/ServiceMonitor". */
export const hasApiVersion = (apiVersion: string): Expression<boolean> =>
  new Expression({ kind: "hasApiVersion", apiVersion });

/** `test` as the boolean that `ternary` insists on. */
export function asBoolean(test: ExpressionNode): ExpressionNode {
  if (typeOf(test) === "boolean") return test;
  const no: ExpressionNode = { kind: "call", name: "not", args: [test], type: "boolean" };
  return { kind: "call", name: "not", args: [no], type: "boolean" };
}
