import type { Tree } from "../structure/tree.ts";
import { splitTokens, tokenFor } from "./tokens.ts";

/** What an expression holds; decides how it is printed. `truth` is tested, never printed: Go's `and`/`or` return an operand. */
export type ValueType = "text" | "integer" | "boolean" | "list" | "map" | "truth";

/** A name bound by `when(value, (bound) => …)` or `forEach(list, (item) => …)`. */
export class Binder {
  readonly label: string;
  constructor(label: string) {
    this.label = label;
  }
}

/** A named template of `_helpers.tpl`, called by `include`. `body` is read when the chart is printed. */
export interface HelperReference {
  /** Full name, `CHART.thing`. */
  readonly name: string;
  readonly returns: "text" | "map";
  readonly body?: ExpressionNode | Tree;
}

export interface Reference {
  readonly kind: "reference";
  readonly root: "Values" | "Release" | "Chart" | "Capabilities" | "Template" | Binder;
  readonly path: readonly string[];
  readonly type: ValueType;
  /** The value may be missing: `.Values.global` in a subchart that is rendered alone. */
  readonly absent: boolean;
  /** It may be missing, but not here: a test around this place has looked. */
  readonly covered?: boolean;
  /** The value can hold a line break: it may not stand bare in a text file. */
  readonly multiline: boolean;
}

export type Literal = string | number | boolean;

/** The whole expression language. Charts are printed from it and evaluated from it; nothing else has a meaning of its own. */
export type ExpressionNode =
  | { readonly kind: "literal"; readonly literal: Literal }
  | Reference
  | { readonly kind: "call"; readonly name: string; readonly args: readonly ExpressionNode[]; readonly type: ValueType }
  | {
      readonly kind: "conditional";
      readonly test: ExpressionNode;
      readonly yes: ExpressionNode;
      readonly no: ExpressionNode;
    }
  | { readonly kind: "concat"; readonly parts: readonly ExpressionNode[] }
  | { readonly kind: "include"; readonly helper: HelperReference }
  | { readonly kind: "hasApiVersion"; readonly apiVersion: string }
  /** Content of a file the chart carries under files/. */
  | { readonly kind: "file"; readonly path: string }
  /** SHA-256 of another template's rendered text: rolls pods when a ConfigMap changes. */
  | { readonly kind: "checksum"; readonly template: string };

/**
 * An expression whose value is known when the chart is rendered, of TypeScript type `T`.
 * It may stand wherever a Kubernetes type wants a `T`, and inside a template string where `T` is text.
 */
export class Expression<out T> {
  declare readonly held?: T;
  readonly node: ExpressionNode;
  #text: Expression<string> | undefined;

  constructor(node: ExpressionNode) {
    this.node = node;
  }

  /**
   * Makes `${name}-config` work: the string carries the expression, as text: `${values.port}` is no number any more.
   * @throws Error for what cannot stand inside a text: a list, a map, a condition, a number that may be absent
   */
  toString(): string {
    if (typeOf(this.node) === "text") return tokenFor(this);
    this.#text ??= new Expression<string>({ kind: "concat", parts: [checkedPart(this.node)] });
    return tokenFor(this.#text);
  }
}

/** Text that may carry expressions: "${fullname}-config". */
export type Text = string | Expression<string>;
export type Integer = number | Expression<number>;
/** Anything that can be tested: empty text, 0, false, an empty list or map, and a missing value are false. */
export type Condition = Expression<unknown>;

/** The static type of a node. */
export function typeOf(node: ExpressionNode): ValueType {
  switch (node.kind) {
    case "literal":
      return typeof node.literal === "string" ? "text" : typeof node.literal === "number" ? "integer" : "boolean";
    case "reference":
    case "call":
      return node.type;
    case "conditional":
      return typeOf(node.yes);
    case "include":
      return node.helper.returns;
    case "hasApiVersion":
      return "boolean";
    default:
      return "text";
  }
}

/** True where a node can evaluate to nothing: a reference below `global` that no `when` or `withDefault` covers. */
export function mayBeAbsent(node: ExpressionNode): boolean {
  return node.kind === "reference" && node.absent && node.covered !== true;
}

/**
 * The node of a literal, an expression, or a template string that carries expressions.
 * @throws Error when an expression inside a template string may be absent or is no scalar.
 */
export function toNode(operand: Literal | Expression<unknown>): ExpressionNode {
  if (operand instanceof Expression) return operand.node;
  if (typeof operand !== "string") return { kind: "literal", literal: operand };
  const parts = splitTokens(operand).flatMap((piece): readonly ExpressionNode[] => {
    if (typeof piece === "string") return [{ kind: "literal", literal: piece }];
    if (!(piece instanceof Expression)) throw new Error("A when() or forEach() cannot stand inside a text");
    return piece.node.kind === "concat" ? piece.node.parts : [checkedPart(piece.node)];
  });
  const [first = { kind: "literal", literal: "" } as const, ...rest] = parts;
  return rest.length === 0 && typeOf(first) === "text" ? first : { kind: "concat", parts };
}

function checkedPart(node: ExpressionNode): ExpressionNode {
  const type = typeOf(node);
  if (type === "list" || type === "map" || type === "truth") {
    throw new Error(`${describe(node)} is a ${type}: only text, integers and booleans can stand inside a text`);
  }
  if (mayBeAbsent(node)) {
    throw new Error(
      `${describe(node)} may be absent: cover it with when(…) or withDefault(…) before it stands inside a text`,
    );
  }
  return node;
}

/** How a node is named in messages to chart authors: its values path where it has one. */
export function describe(node: ExpressionNode): string {
  if (node.kind === "reference") {
    const root = node.root instanceof Binder ? node.root.label : node.root === "Values" ? "values" : `.${node.root}`;
    return [root, ...node.path].join(".");
  }
  return node.kind === "call" ? `${node.name}(…)` : `a ${node.kind}`;
}

/** Calls `visit` for a node and everything below it. Bodies of helpers are not entered. */
export function visitExpression(node: ExpressionNode, visit: (node: ExpressionNode) => void): void {
  visit(node);
  if (node.kind === "call") for (const arg of node.args) visitExpression(arg, visit);
  if (node.kind === "concat") for (const part of node.parts) visitExpression(part, visit);
  if (node.kind === "conditional") {
    visitExpression(node.test, visit);
    visitExpression(node.yes, visit);
    visitExpression(node.no, visit);
  }
}
