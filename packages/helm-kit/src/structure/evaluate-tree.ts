import { type Environment, evaluateExpression, textOf } from "../expression/evaluate-expression.ts";
import { typeOf } from "../expression/expression.ts";
import { isTrue } from "../expression/functions.ts";
import { concreteBackend } from "./concrete-backend.ts";
import { presenceOf } from "./presence.ts";
import { TreePrinter } from "./print-tree.ts";
import type { Entry, Member, Tree } from "./tree.ts";

/** The Kubernetes object that Helm's output would be read as. */
export function evaluateTree(tree: Tree, env: Environment): unknown {
  switch (tree.kind) {
    case "scalar":
      return tree.scalar;
    case "leaf": {
      const held = evaluateExpression(tree.node, env);
      return typeOf(tree.node) === "integer" ? Number(held) : (held ?? null);
    }
    case "map":
      return evaluateEntries(tree.entries, env);
    case "list":
      return evaluateMembers(
        tree.items,
        env,
        (item, inner) => [evaluateTree(item, inner)],
        (over) => over as unknown[],
      );
    case "yamlFile":
      return blockText(new TreePrinter(concreteBackend, true).document(tree.tree, env));
    case "textFile":
      return evaluateText(tree.lines, env);
    case "carriedFile":
      return evaluateExpression({ kind: "file", path: tree.path }, env);
  }
}

/** A text file with the values at hand. */
export function evaluateText(lines: readonly Member<Tree>[], env: Environment): string {
  return blockText(new TreePrinter(concreteBackend, true).text(lines, env));
}

/** What YAML makes of the lines of a `|` block: one line break at the end, none for nothing. */
function blockText(lines: readonly string[]): string {
  const text = lines.join("\n").replace(/\n+$/, "");
  return text === "" ? "" : `${text}\n`;
}

function evaluateEntries(entries: readonly Member<Entry>[], env: Environment): Record<string, unknown> {
  const pairs = evaluateMembers(
    entries,
    env,
    (entry, inner) => evaluateEntry(entry, inner),
    (over) => Object.entries(over as object),
  );
  return Object.fromEntries(pairs as [string, unknown][]);
}

function evaluateEntry(entry: Entry, env: Environment): [string, unknown][] {
  const key = typeof entry.key === "string" ? entry.key : textOf(entry.key, evaluateExpression(entry.key, env));
  const held = evaluateTree(entry.held, env);
  return presenceOf(entry.held, false) !== "always" && !isTrue(held) ? [] : [[key, held]];
}

function evaluateMembers<T extends Tree | Entry, R>(
  members: readonly Member<T>[],
  env: Environment,
  own: (member: T, env: Environment) => R[],
  spliced: (over: unknown) => R[],
): R[] {
  return members.flatMap((any): R[] => {
    const member = any as Member<Tree>;
    switch (member.kind) {
      case "comment":
        return [];
      case "splice": {
        const over = evaluateExpression(member.over, env);
        return isTrue(over) ? spliced(over) : [];
      }
      case "when": {
        const tested = evaluateExpression(member.test, env);
        const taken = isTrue(tested);
        env.observe?.({ kind: "branch", node: member.source, taken });
        if (!taken) return evaluateMembers(member.otherwise as unknown as Member<T>[], env, own, spliced);
        const bound = member.binder === undefined ? env.bound : new Map(env.bound).set(member.binder, tested);
        return evaluateMembers(member.body as unknown as Member<T>[], { ...env, bound }, own, spliced);
      }
      case "forEach": {
        const items = (evaluateExpression(member.over, env) ?? []) as unknown[];
        env.observe?.({ kind: "branch", node: member.source, taken: items.length > 0 });
        return items.flatMap((item) =>
          evaluateMembers(
            member.body as unknown as Member<T>[],
            { ...env, bound: new Map(env.bound).set(member.item, item) },
            own,
            spliced,
          ),
        );
      }
      default:
        return own(any as T, env);
    }
  });
}
