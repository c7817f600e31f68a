import { type Binder, Expression, type ExpressionNode, toNode, visitExpression } from "../expression/expression.ts";
import { splitTokens } from "../expression/tokens.ts";
import { CarriedFile, TextFile, YamlFile } from "./documents.ts";
import { Comment, ForEach, Splice, When } from "./structure.ts";

/** A template as the printer and the evaluator read it: YAML nodes, with conditions and loops among entries and items. */
export type Tree =
  | { readonly kind: "scalar"; readonly scalar: string | number | boolean | null }
  | { readonly kind: "leaf"; readonly node: ExpressionNode }
  | { readonly kind: "map"; readonly entries: readonly Member<Entry>[] }
  | { readonly kind: "list"; readonly items: readonly Member<Tree>[] }
  | { readonly kind: "yamlFile"; readonly tree: Tree }
  | { readonly kind: "textFile"; readonly lines: readonly Member<Tree>[] }
  | { readonly kind: "carriedFile"; readonly path: string };

export interface Entry {
  readonly kind: "entry";
  readonly key: string | ExpressionNode;
  readonly held: Tree;
}

/** What may stand among the entries of a map or the items of a list. */
export type Member<T> =
  | T
  | {
      readonly kind: "when";
      readonly source: When;
      readonly test: ExpressionNode;
      readonly binder: Binder | undefined;
      readonly body: readonly Member<T>[];
      readonly otherwise: readonly Member<T>[];
    }
  | {
      readonly kind: "forEach";
      readonly source: ForEach;
      readonly over: ExpressionNode;
      readonly item: Binder;
      readonly body: readonly Member<T>[];
    }
  | { readonly kind: "splice"; readonly over: ExpressionNode }
  | { readonly kind: "comment"; readonly text: string };

/**
 * Swaps the tokens in what cdk8s gave back for the nodes they stand for.
 * @param json the result of `ApiObject.toJson()`, or an author's literal of the same shape
 */
export function restoreTree(json: unknown): Tree {
  if (json instanceof Expression) return { kind: "leaf", node: json.node };
  if (typeof json === "string") return restoreText(json);
  if (Array.isArray(json)) return { kind: "list", items: json.flatMap((item) => restoreItem(item)) };
  if (typeof json === "object" && json !== null) {
    return { kind: "map", entries: restoreEntries(json) };
  }
  return { kind: "scalar", scalar: (json ?? null) as number | boolean | null };
}

function restoreText(text: string): Tree {
  const [first, ...rest] = splitTokens(text);
  if (rest.length === 0 && first instanceof YamlFile) return { kind: "yamlFile", tree: restoreTree(first.tree) };
  if (rest.length === 0 && first instanceof TextFile) {
    return { kind: "textFile", lines: first.lines.flatMap((line) => restoreItem(line)) };
  }
  if (rest.length === 0 && first instanceof CarriedFile) return { kind: "carriedFile", path: first.path };
  if (rest.length === 0 && first instanceof Expression) return { kind: "leaf", node: first.node };
  if (rest.length === 0 && typeof first !== "object") return { kind: "scalar", scalar: first ?? "" };
  return { kind: "leaf", node: toNode(text) };
}

function structureIn(text: unknown): When | ForEach | Splice | Comment | undefined {
  if (typeof text !== "string") return undefined;
  const [only, ...rest] = splitTokens(text);
  const found = only instanceof When || only instanceof ForEach || only instanceof Splice || only instanceof Comment;
  return found && rest.length === 0 ? only : undefined;
}

function restoreEntry(key: string, held: unknown): Member<Entry> {
  const structure = structureIn(key);
  if (structure !== undefined) return restoreStructure(structure, restoreEntries);
  const [only, ...rest] = splitTokens(key);
  if (only === undefined || (typeof only === "string" && rest.length === 0))
    return { kind: "entry", key, held: restoreTree(held) };
  return { kind: "entry", key: toNode(key), held: restoreTree(held) };
}

function restoreItem(item: unknown): Member<Tree>[] {
  const structure = structureIn(item);
  return [structure === undefined ? restoreTree(item) : restoreStructure(structure, restoreItems)];
}

function restoreEntries(body: object): readonly Member<Entry>[] {
  return Object.entries(body)
    .filter(([, held]) => held !== undefined)
    .map(([key, held]) => restoreEntry(key, held));
}

function restoreItems(body: object): readonly Member<Tree>[] {
  return (body as unknown[]).flatMap(restoreItem);
}

function restoreStructure<T>(
  structure: When | ForEach | Splice | Comment,
  members: (body: object) => readonly Member<T>[],
): Member<T> {
  if (structure instanceof Comment) return { kind: "comment", text: structure.text };
  if (structure instanceof Splice) return { kind: "splice", over: structure.over };
  if (structure instanceof ForEach) {
    return {
      kind: "forEach",
      source: structure,
      over: structure.over,
      item: structure.item,
      body: members(structure.body),
    };
  }
  return {
    kind: "when",
    source: structure,
    test: structure.test,
    binder: structure.binder,
    body: members(structure.body),
    otherwise: structure.otherwise === undefined ? [] : members(structure.otherwise),
  };
}

/** Calls `visit` for every expression of a tree. */
export function visitTree(tree: Tree, visit: (node: ExpressionNode) => void): void {
  const expression = (node: ExpressionNode) => visitExpression(node, visit);
  const member = (at: Member<Entry> | Member<Tree>): void => {
    switch (at.kind) {
      case "entry":
        if (typeof at.key !== "string") expression(at.key);
        visitTree(at.held, visit);
        break;
      case "when":
        expression(at.test);
        at.body.forEach(member);
        at.otherwise.forEach(member);
        break;
      case "forEach":
        expression(at.over);
        at.body.forEach(member);
        break;
      case "splice":
        expression(at.over);
        break;
      case "comment":
        break;
      default:
        visitTree(at, visit);
    }
  };
  if (tree.kind === "leaf") expression(tree.node);
  else if (tree.kind === "map") tree.entries.forEach(member);
  else if (tree.kind === "list") tree.items.forEach(member);
  else if (tree.kind === "yamlFile") visitTree(tree.tree, visit);
  else if (tree.kind === "textFile") tree.lines.forEach(member);
}

/** Whether any expression below a place reads what `binder` binds. */
export function reads(members: readonly (Member<Entry> | Member<Tree>)[], binder: Binder): boolean {
  let found = false;
  const visit = (node: ExpressionNode) => {
    if (node.kind === "reference" && node.root === binder) found = true;
  };
  for (const member of members) {
    if (member.kind === "entry") visitTree({ kind: "map", entries: [member] }, visit);
    else visitTree({ kind: "list", items: [member as Member<Tree>] }, visit);
  }
  return found;
}
