import { Binder, type ExpressionNode, type Reference, typeOf } from "./expression.ts";
import { type FunctionRow, functionRow } from "./functions.ts";
import { asBoolean } from "./operators.ts";
import { printerRules } from "./printer-rules.ts";

/** What `.` means at a place of a template, and under which variables outer names are known. */
export interface Scope {
  readonly dot: "root" | Binder;
  readonly variables: ReadonlyMap<Binder, string>;
}

export const rootScope: Scope = { dot: "root", variables: new Map() };

/** An expression as it stands alone: in `{{ … }}`, after `if`, before a pipe. */
export function printExpression(node: ExpressionNode, scope: Scope): string {
  if (node.kind === "call") {
    const row = functionRow(node.name);
    if (row.form === "pipe") {
      const [subject, ...rest] = goOrder(row, node.args).toReversed() as [ExpressionNode, ...ExpressionNode[]];
      const filter = [row.go, ...rest.toReversed().map((arg) => printArgument(arg, scope))].join(" ");
      return `${printExpression(subject, scope)} | ${filter}`;
    }
    return [row.go, ...goOrder(row, node.args).map((arg) => printArgument(arg, scope))].join(" ");
  }
  if (node.kind === "conditional") {
    const args = [node.yes, node.no, asBoolean(node.test)].map((arg) => printArgument(arg, scope));
    return [functionRow("ternary").go, ...args].join(" ");
  }
  if (node.kind === "concat") return printFormat(node.parts, scope);
  if (node.kind === "include") return `include ${printerRules.textArgument(node.helper.name)} ${rootOf(scope) || "."}`;
  if (node.kind === "hasApiVersion") {
    return `${rootOf(scope)}.Capabilities.APIVersions.Has ${printerRules.textArgument(node.apiVersion)}`;
  }
  if (node.kind === "file") return `${rootOf(scope)}.Files.Get ${printerRules.textArgument(node.path)}`;
  if (node.kind === "checksum") {
    const root = rootOf(scope);
    return `include (print ${root}.Template.BasePath "/${node.template}") ${root || "."} | sha256sum`;
  }
  return printOperand(node, scope);
}

/** An expression as an operand of another: parenthesised unless it is one word. */
export function printArgument(node: ExpressionNode, scope: Scope): string {
  if (node.kind === "literal") return printOperand(node, scope);
  if (node.kind === "reference") {
    const operand = printOperand(node, scope);
    return node.type === "integer" ? printerRules.integerArgument(operand) : operand;
  }
  if (node.kind === "call") {
    const row = functionRow(node.name);
    return `(${[row.go, ...goOrder(row, node.args).map((arg) => printArgument(arg, scope))].join(" ")})`;
  }
  return `(${printExpression(node, scope)})`;
}

function goOrder(row: FunctionRow, args: readonly ExpressionNode[]): readonly ExpressionNode[] {
  return row.order === "as given" ? args : row.order.map((index) => args[index] as ExpressionNode);
}

/** `printf "%s:%s" a b`: text as %s, integers as %d, booleans as %t. */
function printFormat(parts: readonly ExpressionNode[], scope: Scope): string {
  const verbs = { text: "%s", integer: "%d", boolean: "%t" } as Record<string, string>;
  const format = parts.map((part) =>
    part.kind === "literal" ? printerRules.formatText(String(part.literal)) : (verbs[typeOf(part)] as string),
  );
  const args = parts.filter((part) => part.kind !== "literal").map((part) => printArgument(part, scope));
  return ["printf", printerRules.textArgument(format.join("")), ...args].join(" ");
}

function printOperand(node: ExpressionNode, scope: Scope): string {
  if (node.kind === "literal") {
    return typeof node.literal === "string" ? printerRules.textArgument(node.literal) : String(node.literal);
  }
  if (node.kind !== "reference") throw new Error(`${node.kind} is no operand`);
  if (node.root instanceof Binder) return printPath(binderName(node.root, scope), node);
  return printPath(`${rootOf(scope)}.${node.root}`, node);
}

function binderName(binder: Binder, scope: Scope): string {
  if (scope.dot === binder) return "";
  const variable = scope.variables.get(binder);
  if (variable === undefined)
    throw new Error(`"${binder.label}" is used outside of the when() or forEach() that binds it`);
  return variable;
}

/** "" at the top of a template, where `.Values` is right, `$` where the dot means something else. */
function rootOf(scope: Scope): string {
  return scope.dot === "root" ? "" : printerRules.rootInside();
}

function printPath(start: string, reference: Reference): string {
  if (reference.path.length === 0) return start === "" ? "." : start;
  const odd = reference.path.findIndex((key) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(key));
  if (odd >= 0) return printerRules.oddKeys(start === "" ? "." : start, reference.path);
  return reference.path.reduce((printed, key, index) => {
    const parent = reference.absent && index > 0 ? printerRules.absentStep(printed) : printed;
    return `${parent}.${key}`;
  }, start);
}
