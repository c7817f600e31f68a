import type { ExpressionNode } from "../expression/expression.ts";
import { goQuote } from "../expression/go-format.ts";
import { blockScalar } from "./block-scalar.ts";
import { blockHeader, checkPlainLine } from "./plain-text.ts";
import { isCollection, presenceOf } from "./presence.ts";
import type { Entry, Member, Tree } from "./tree.ts";

type WhenMember = Extract<Member<Tree> | Member<Entry>, { kind: "when" }>;
type ForEachMember = Extract<Member<Tree> | Member<Entry>, { kind: "forEach" }>;

/**
 * Where the two backends differ. The template backend writes actions; the concrete backend has the values at hand.
 * `C` is what each must know of a place: the meaning of the dot, or the values in scope.
 */
export interface Backend<C> {
  /** A scalar of a YAML document. */
  leaf(node: ExpressionNode, context: C): string;
  /** A piece of a text file, bare. */
  inline(node: ExpressionNode, context: C): string;
  /** Text known when the chart is generated. */
  literal(text: string): string;
  scalar(scalar: string | number | boolean | null): string;
  /** Lines of a `with` around the members, which see the list or map as their dot; or nothing when it is empty. */
  collection(node: ExpressionNode, context: C, pad: string, key: string | undefined): string[];
  file(path: string, context: C, pad: string): string[];
  branch<T>(
    member: WhenMember,
    context: C,
    pad: string,
    body: (members: readonly Member<T>[], context: C) => string[],
  ): string[];
  loop<T>(
    member: ForEachMember,
    context: C,
    pad: string,
    body: (members: readonly Member<T>[], context: C) => string[],
  ): string[];
}

const STEP = "  ";

/** Prints a tree as YAML block style: two spaces, list items indented below their key. */
export class TreePrinter<C> {
  readonly #backend: Backend<C>;
  /** Inside a configuration file both backends must write the same text. */
  readonly #exact: boolean;

  constructor(backend: Backend<C>, exact = false) {
    this.#backend = backend;
    this.#exact = exact;
  }

  /** Lines of a document, a map or a list at the top. */
  document(tree: Tree, context: C, pad = ""): string[] {
    if (tree.kind === "map" && tree.entries.length > 0) return this.#entries(tree.entries, context, pad);
    if (tree.kind === "list" && tree.items.length > 0) return this.#items(tree.items, context, pad);
    throw new Error("A document is a map or a list with something in it");
  }

  /** Lines of a text file. */
  text(lines: readonly Member<Tree>[], context: C, pad = ""): string[] {
    return lines.flatMap((line) =>
      this.#member(
        line,
        context,
        pad,
        (members, inner) => this.text(members, inner, pad),
        (tree) => [this.#line(tree, context, pad)],
      ),
    );
  }

  #line(tree: Tree, context: C, pad: string): string {
    checkPlainLine(tree);
    const text =
      tree.kind === "scalar"
        ? this.#backend.literal(String(tree.scalar))
        : tree.kind === "leaf"
          ? this.#backend.inline(tree.node, context)
          : undefined;
    if (text === undefined) throw new Error(`A line of a text file is text, not a ${tree.kind}`);
    return text === "" ? "" : pad + text;
  }

  #entries(entries: readonly Member<Entry>[], context: C, pad: string): string[] {
    const body = (members: readonly Member<Entry>[], inner: C) => this.#entries(members, inner, pad);
    return entries.flatMap((entry) =>
      this.#member<Entry>(entry, context, pad, body, (own) => {
        const presence = presenceOf(own.held, this.#exact);
        if (presence === "always" || isLoneCollection(own.held)) return this.#entry(own, context, pad);
        if (presence === undefined) return [];
        const hoisted = hoist(own) ?? {
          kind: "when" as const,
          source: undefined as never,
          test: presence,
          binder: undefined,
          body: [own],
          otherwise: [],
        };
        return this.#backend.branch<Entry>(hoisted as WhenMember, context, pad, (members, inner) =>
          members.flatMap((member) => this.#entry(member as Entry, inner, pad)),
        );
      }),
    );
  }

  #entry(entry: Entry, context: C, pad: string): string[] {
    const key = typeof entry.key === "string" ? this.#staticKey(entry.key) : this.#backend.leaf(entry.key, context);
    const { held } = entry;
    const below = pad + STEP;
    switch (held.kind) {
      case "scalar":
        return this.#scalar(`${pad}${key}:`, held.scalar, below);
      case "leaf":
        return this.#leaf(held.node, context, pad, key);
      case "map":
        return held.entries.length === 0
          ? [`${pad}${key}: {}`]
          : lone(held.entries)
            ? this.#leaf(lone(held.entries) as ExpressionNode, context, pad, key)
            : [`${pad}${key}:`, ...this.#entries(held.entries, context, below)];
      case "list":
        return held.items.length === 0
          ? [`${pad}${key}: []`]
          : lone(held.items)
            ? this.#leaf(lone(held.items) as ExpressionNode, context, pad, key)
            : [`${pad}${key}:`, ...this.#items(held.items, context, below)];
      case "yamlFile":
        return [`${pad}${key}: |`, ...new TreePrinter(this.#backend, true).document(held.tree, context, below)];
      case "textFile":
        return [
          `${pad}${key}: ${blockHeader(held.lines, STEP.length)}`,
          ...checkedText(this.text(held.lines, context, below)),
        ];
      case "carriedFile":
        return [`${pad}${key}: |`, ...this.#backend.file(held.path, context, below)];
    }
  }

  /** A key is one line, whatever it holds. */
  #staticKey(key: string): string {
    return this.#backend.literal(/[\n\r]/.test(key) ? goQuote(key) : this.#backend.scalar(key));
  }

  #leaf(node: ExpressionNode, context: C, pad: string, key: string): string[] {
    const block = !this.#exact && (isCollection(node) || (node.kind === "include" && node.helper.returns === "map"));
    return block
      ? this.#backend.collection(node, context, pad, key)
      : [`${pad}${key}: ${this.#backend.leaf(node, context)}`];
  }

  #scalar(start: string, scalar: string | number | boolean | null, below: string): string[] {
    if (typeof scalar === "string" && /[\n\r]/.test(scalar)) {
      return blockScalar(start, scalar, below, (text) => this.#backend.literal(text));
    }
    return [`${start} ${this.#backend.literal(this.#backend.scalar(scalar))}`];
  }

  #items(items: readonly Member<Tree>[], context: C, pad: string): string[] {
    const body = (members: readonly Member<Tree>[], inner: C) => this.#items(members, inner, pad);
    return items.flatMap((item) =>
      this.#member<Tree>(item, context, pad, body, (own) => this.#item(own, context, pad)),
    );
  }

  #item(item: Tree, context: C, pad: string): string[] {
    if (presenceOf(item, this.#exact) !== "always")
      throw new Error("A list item that can be empty: put the condition around the item");
    if (item.kind === "scalar") return this.#scalar(`${pad}-`, item.scalar, pad + STEP);
    if (item.kind === "leaf") return [`${pad}- ${this.#backend.leaf(item.node, context)}`];
    if (item.kind === "map" && item.entries.length === 0) return [`${pad}- {}`];
    if (item.kind === "list" && item.items.length === 0) return [`${pad}- []`];
    const [first = "", ...rest] = this.document(item, context, pad + STEP);
    const text = first.slice(pad.length + STEP.length);
    return text.startsWith("{{-") || text.startsWith("#") ? [`${pad}-`, first, ...rest] : [`${pad}- ${text}`, ...rest];
  }

  #member<T extends Tree | Entry>(
    member: Member<T>,
    context: C,
    pad: string,
    body: (members: readonly Member<T>[], context: C) => string[],
    own: (member: T) => string[],
  ): string[] {
    const structure = member as Member<Tree>;
    switch (structure.kind) {
      case "when":
        return this.#backend.branch(structure, context, pad, body);
      case "forEach":
        return this.#backend.loop(structure, context, pad, body);
      case "splice":
        if (this.#exact)
          throw new Error("A list or map from values cannot be spread inside a configuration file: use forEach()");
        return this.#backend.collection(structure.over, context, pad, undefined);
      case "comment":
        return structure.text.split("\n").map((line) => `${pad}# ${this.#backend.literal(line)}`);
      default:
        return own(member as T);
    }
  }
}

/** The list or map that is all there is below a key. */
function lone(members: readonly (Member<Entry> | Member<Tree>)[]): ExpressionNode | undefined {
  const [only, ...rest] = members;
  return only?.kind === "splice" && rest.length === 0 ? only.over : undefined;
}

function isLoneCollection(held: Tree): boolean {
  if (held.kind === "leaf") return isCollection(held.node);
  return (
    (held.kind === "map" && lone(held.entries) !== undefined) ||
    (held.kind === "list" && lone(held.items) !== undefined)
  );
}

/** Where one `when` is all there is below a key, it is written around the key. */
function hoist(entry: Entry): Member<Entry> | undefined {
  const members = entry.held.kind === "map" ? entry.held.entries : entry.held.kind === "list" ? entry.held.items : [];
  const [only, ...rest] = members as readonly Member<Tree>[];
  if (only?.kind !== "when" || rest.length > 0 || only.otherwise.length > 0) return undefined;
  const held = (
    entry.held.kind === "map" ? { kind: "map", entries: only.body } : { kind: "list", items: only.body }
  ) as Tree;
  if (presenceOf(held, false) !== "always") return undefined;
  return { ...only, body: [{ ...entry, held }], otherwise: [] } as unknown as Member<Entry>;
}

/** `{{-` eats white space before it: blank lines and trailing spaces there would vanish in one backend only. */
export function checkedText(lines: string[]): string[] {
  lines.forEach((line, index) => {
    const next = lines[index + 1]?.trimStart() ?? "";
    if ((line === "" || /[ \t]$/.test(line)) && next.startsWith("{{-")) {
      throw new Error(
        `A blank line or trailing space (line ${index + 1} of a text file) would be lost before a condition: put it inside`,
      );
    }
  });
  return lines;
}
