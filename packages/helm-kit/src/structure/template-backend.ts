import { type Binder, describe, type ExpressionNode, mayBeAbsent, typeOf } from "../expression/expression.ts";
import { lineBreakIn } from "../expression/line-breaks.ts";
import { printExpression, type Scope } from "../expression/print-expression.ts";
import { printerRules } from "../expression/printer-rules.ts";
import { isCollection } from "./presence.ts";
import type { Backend } from "./print-tree.ts";
import { type Entry, type Member, reads, type Tree } from "./tree.ts";

type Members = readonly (Member<Entry> | Member<Tree>)[];

/** Writes Helm templates. */
export const templateBackend: Backend<Scope> = {
  leaf(node, scope) {
    if (mayBeAbsent(node)) throw new Error(`${describe(node)} may be absent: cover it with when(…) or withDefault(…)`);
    return printLeaf(node, scope);
  },

  inline(node, scope) {
    refuseLineBreaks(node);
    const parts = node.kind === "concat" ? node.parts : [node];
    return parts
      .map((part, index) => {
        if (part.kind !== "literal") return printerRules.inlineLeaf(printInline(part, scope));
        const text = printerRules.escapeBraces(String(part.literal));
        return index < parts.length - 1 ? printerRules.braceBeforeAction(text) : text;
      })
      .join("");
  },

  literal: (text) => printerRules.escapeBraces(text),
  scalar: (scalar) => printerRules.staticScalar(scalar),

  collection(node, scope, pad, key) {
    const below = key === undefined ? pad.length : pad.length + 2;
    const head = key === undefined ? [] : [`${pad}${key}:`];
    const start = " ".repeat(below);
    if (node.kind === "include" && below === 0) return [printerRules.inlineLeaf(printExpression(node, scope))];
    if (node.kind === "include") return [...head, start + printerRules.include(printExpression(node, scope), below)];
    const printed = printExpression(node, scope);
    if (printed === ".") return [...head, start + printerRules.toYaml(".", below)];
    return [
      pad + printerRules.with(printed),
      ...head,
      start + printerRules.toYaml(".", below),
      pad + printerRules.end(),
    ];
  },

  file(path, scope, pad) {
    return [pad + printerRules.file(printExpression({ kind: "file", path }, scope), pad.length)];
  },

  branch(member, scope, pad, body) {
    const test = printExpression(member.test, scope);
    const { binder } = member;
    const bound = binder === undefined ? undefined : openScope(scope, binder, member.body);
    const opening = bound === undefined ? printerRules.if(test) : printerRules.with(bound.declaration + test);
    return [
      pad + opening,
      ...body(member.body as never, bound?.scope ?? scope),
      ...(member.otherwise.length > 0 ? [pad + printerRules.else(), ...body(member.otherwise as never, scope)] : []),
      pad + printerRules.end(),
    ];
  },

  loop(member, scope, pad, body) {
    const { declaration, scope: inner } = openScope(scope, member.item, member.body);
    return [
      pad + printerRules.range(declaration + printExpression(member.over, scope)),
      ...body(member.body as never, inner),
      pad + printerRules.end(),
    ];
  },
};

function printLeaf(node: ExpressionNode, scope: Scope): string {
  const printed = printExpression(node, scope);
  switch (typeOf(node)) {
    case "text":
      return printerRules.textLeaf(printLoneScalar(node, scope) ?? printed);
    case "integer":
      return printerRules.integerLeaf(printed);
    case "boolean":
      return printerRules.booleanLeaf(printed);
    case "list":
    case "map":
      return printerRules.jsonLeaf(printed);
    case "truth":
      throw new Error("and() and or() are conditions: they cannot be printed");
  }
}

/** A number or boolean that is all of a text: `.Values.port | int64 | quote` reads better than a printf. */
function printLoneScalar(node: ExpressionNode, scope: Scope): string | undefined {
  const [only, ...rest] = node.kind === "concat" ? node.parts : [];
  return only !== undefined && rest.length === 0 ? printInline(only, scope) : undefined;
}

function printInline(node: ExpressionNode, scope: Scope): string {
  const printed = printExpression(node, scope);
  if (isCollection(node))
    throw new Error(`${describe(node)} is a ${typeOf(node)}: a line of text takes join() or toJson() of it`);
  return typeOf(node) === "integer" ? `${printed} | int64` : printed;
}

/** A line break from values would end the line, and the block scalar that holds the file with it. */
function refuseLineBreaks(node: ExpressionNode): void {
  const source = lineBreakIn(node);
  if (source !== undefined) {
    throw new Error(
      `${describe(source)} can hold a line break, so it cannot stand bare in a text file: give it a pattern`,
    );
  }
}

/** The scope inside `with` or `range`; a variable is declared only where a deeper scope needs the name. */
function openScope(scope: Scope, binder: Binder, body: Members): { declaration: string; scope: Scope } {
  if (!needsVariable(body, binder)) return { declaration: "", scope: { ...scope, dot: binder } };
  const name = freeName(binder.label.replace(/[^A-Za-z0-9]/g, "") || "item", new Set(scope.variables.values()));
  return {
    declaration: `${name} := `,
    scope: { dot: binder, variables: new Map(scope.variables).set(binder, name) },
  };
}

/** `$word`, or `$word2` inside the scope of another `$word`. */
function freeName(label: string, taken: ReadonlySet<string>): string {
  let name = `$${label}`;
  for (let count = 2; taken.has(name); count++) name = `$${label}${count}`;
  return name;
}

/** Whether a scope that is opened inside `members` reads what `binder` binds. */
function needsVariable(members: Members, binder: Binder): boolean {
  return members.some((member): boolean => {
    switch (member.kind) {
      case "when":
        return member.binder === undefined
          ? needsVariable(member.body, binder) || needsVariable(member.otherwise, binder)
          : reads(member.body, binder) || needsVariable(member.otherwise, binder);
      case "forEach":
        return reads(member.body, binder);
      case "entry":
        return needsVariable([member.held], binder);
      case "map":
        return needsVariable(member.entries, binder);
      case "list":
        return needsVariable(member.items, binder);
      case "yamlFile":
        return needsVariable([member.tree], binder);
      case "textFile":
        return needsVariable(member.lines, binder);
      default:
        return false;
    }
  });
}
