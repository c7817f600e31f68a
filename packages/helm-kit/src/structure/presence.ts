import { Binder, type ExpressionNode, typeOf, visitExpression } from "../expression/expression.ts";
import type { Entry, Member, Tree } from "./tree.ts";

/**
 * Under which condition something is left of a part of a template. An entry whose content can vanish takes its key
 * with it: `env:` with nothing below it would be null.
 * `undefined` means never, `"always"` always.
 */
export type Presence = ExpressionNode | "always" | undefined;

/** @param exact inside a configuration file, where an empty list from values is printed as `[]` */
export function presenceOf(tree: Tree, exact: boolean): Presence {
  const known = exact ? exactPresences : presences;
  if (!known.has(tree)) known.set(tree, computePresence(tree, exact));
  return known.get(tree);
}

/** Trees do not change, and every render asks again. */
const presences = new WeakMap<Tree, Presence>();
const exactPresences = new WeakMap<Tree, Presence>();

function computePresence(tree: Tree, exact: boolean): Presence {
  if (tree.kind === "leaf" && !exact && isCollection(tree.node)) return heldPresence(tree.node);
  if (tree.kind === "map" && tree.entries.length > 0) return anyPresent(tree.entries, exact);
  if (tree.kind === "list" && tree.items.length > 0) return anyPresent(tree.items, exact);
  return "always";
}

/** A list or map that comes from values; a named template always prints something. */
export function isCollection(node: ExpressionNode): boolean {
  return node.kind !== "include" && (typeOf(node) === "list" || typeOf(node) === "map");
}

/** A named template always prints something, and so does what a `when` around this place has tested. */
function heldPresence(over: ExpressionNode): Presence {
  const bound = over.kind === "reference" && over.root instanceof Binder;
  return over.kind === "include" || bound ? "always" : over;
}

function anyPresent(members: readonly (Member<Entry> | Member<Tree>)[], exact: boolean): Presence {
  const presences = members.map((member) => memberPresence(member, exact)).filter((presence) => presence !== undefined);
  if (presences.includes("always")) return "always";
  return either(presences as ExpressionNode[]);
}

function memberPresence(member: Member<Entry> | Member<Tree>, exact: boolean): Presence {
  switch (member.kind) {
    case "comment":
      return undefined;
    case "entry":
      return presenceOf(member.held, exact);
    case "splice":
    case "forEach":
      return heldPresence(member.over);
    case "when": {
      const then = anyPresent(member.body, exact);
      const otherwise = anyPresent(member.otherwise, exact);
      if (then === "always" && otherwise === "always") return "always";
      const yes = then === "always" ? member.test : then && all(member.test, outside(then, member.binder));
      const no = otherwise && all({ kind: "call", name: "not", args: [member.test], type: "boolean" }, otherwise);
      return either([yes, no].filter((presence) => presence !== undefined));
    }
    default:
      return "always";
  }
}

function either(conditions: readonly ExpressionNode[]): Presence {
  return conditions.length > 1 ? { kind: "call", name: "or", args: conditions, type: "truth" } : conditions[0];
}

function all(test: ExpressionNode, more: ExpressionNode | "always"): ExpressionNode {
  return more === "always" ? test : { kind: "call", name: "and", args: [test, more], type: "truth" };
}

function outside(condition: ExpressionNode, binder: Binder | undefined): ExpressionNode {
  visitExpression(condition, (node) => {
    if (binder !== undefined && node.kind === "reference" && node.root === binder) {
      throw new Error(
        `Whether anything is left below depends on "${binder.label}", which is known only inside its when()`,
      );
    }
  });
  return condition;
}
