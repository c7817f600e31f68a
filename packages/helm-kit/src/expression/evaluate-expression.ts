import { createHash } from "node:crypto";
import { Binder, type ExpressionNode, typeOf } from "./expression.ts";
import { functionRow, isTrue } from "./functions.ts";
import { goJson } from "./go-format.ts";

/** What a chart sees while it is rendered. */
export interface Environment {
  /** Values, Release, Chart, Capabilities, Template as Helm names them. */
  readonly roots: Readonly<Record<"Values" | "Release" | "Chart" | "Capabilities" | "Template", unknown>>;
  readonly bound: ReadonlyMap<Binder, unknown>;
  readonly apiVersions: readonly string[];
  /** Content of the chart's files by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Evaluates the body of a named template. */
  readonly include: (name: string, env: Environment) => unknown;
  /** The objects of another template, for its checksum. */
  readonly template: (fileName: string) => unknown;
  /** Told of every branch and function taken; the proof counts them. */
  readonly observe?: (event: EvaluationEvent) => void;
}

export type EvaluationEvent =
  | { readonly kind: "function"; readonly name: string; readonly result: unknown }
  | { readonly kind: "branch"; readonly node: object; readonly taken: boolean };

/**
 * The value of an expression, as Helm would have it before printing.
 * @returns text, number, boolean, list, map, or undefined where the value is absent
 */
export function evaluateExpression(node: ExpressionNode, env: Environment): unknown {
  switch (node.kind) {
    case "literal":
      return node.literal;
    case "reference":
      return walk(node.root instanceof Binder ? env.bound.get(node.root) : env.roots[node.root], node.path);
    case "call":
      return callRow(
        node.name,
        node.args.map((arg) => evaluateArgument(arg, env)),
        env,
      );
    case "conditional": {
      const test = isTrue(evaluateExpression(node.test, env));
      env.observe?.({ kind: "branch", node, taken: test });
      return callRow("ternary", [evaluateExpression(node.yes, env), evaluateExpression(node.no, env), test], env);
    }
    case "concat":
      return node.parts.map((part) => textOf(part, evaluateExpression(part, env))).join("");
    case "include":
      return env.include(node.helper.name, env);
    case "hasApiVersion":
      return env.apiVersions.includes(node.apiVersion);
    case "file":
      return env.files.get(node.path) ?? "";
    case "checksum":
      return createHash("sha256")
        .update(goJson(env.template(node.template)))
        .digest("hex");
  }
}

/** Helm's `int64` makes 0 of an integer that is missing. */
function evaluateArgument(node: ExpressionNode, env: Environment): unknown {
  const held = evaluateExpression(node, env);
  return held === undefined && typeOf(node) === "integer" ? 0 : held;
}

function callRow(name: string, args: unknown[], env: Environment): unknown {
  const result = functionRow(name).evaluate(...args);
  env.observe?.({ kind: "function", name, result });
  return result;
}

function walk(held: unknown, path: readonly string[]): unknown {
  let at = held;
  for (const key of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at ?? undefined;
}

/** How a value reads inside a text; a missing one reads as nothing (Helm replaces Go's "<no value>"). */
export function textOf(node: ExpressionNode, held: unknown): string {
  if (held === undefined) return "";
  return typeOf(node) === "integer" ? String(BigInt(held as number)) : String(held);
}
