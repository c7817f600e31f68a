import { Binder, describe, Expression, type ExpressionNode, type Reference, typeOf } from "../expression/expression.ts";
import { tokenFor } from "../expression/tokens.ts";

/** What an author may spread into an object literal (`entries`) or an array literal (`items`). */
export type Body = Readonly<Record<string, unknown>> | readonly unknown[];

export class When {
  readonly test: ExpressionNode;
  /** Bound to the tested value inside `body`: printed as `with`. */
  readonly binder: Binder | undefined;
  readonly body: Body;
  readonly otherwise: Body | undefined;
  constructor(test: ExpressionNode, binder: Binder | undefined, body: Body, otherwise: Body | undefined) {
    this.test = test;
    this.binder = binder;
    this.body = body;
    this.otherwise = otherwise;
  }
}

export class ForEach {
  readonly over: ExpressionNode;
  readonly item: Binder;
  readonly body: Body;
  constructor(over: ExpressionNode, item: Binder, body: Body) {
    this.over = over;
    this.item = item;
    this.body = body;
  }
}

/** A user's list or map, spread among our own items or entries. */
export class Splice {
  readonly over: ExpressionNode;
  constructor(over: ExpressionNode) {
    this.over = over;
  }
}

/** A line of comment in the template. */
export class Comment {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Structure = When | ForEach | Splice | Comment;

type Entries = Readonly<Record<string, unknown>>;

/**
 * Items or entries that are there only where `test` holds. Spread the result into the list or object:
 * `env: [...when(global.proxy, (proxy) => [{ name: "HTTP_PROXY", value: proxy }])]`.
 * A body that takes the tested value is printed as `with`, any other as `if`.
 */
export function when<T, const B extends readonly unknown[]>(
  test: Expression<T>,
  then: B | ((tested: Expression<NonNullable<T>>) => B),
  otherwise?: readonly unknown[],
): B;
export function when<T, B extends Entries>(
  test: Expression<T>,
  then: B | ((tested: Expression<NonNullable<T>>) => B),
  otherwise?: Entries,
): Partial<B>;
export function when(
  test: Expression<unknown>,
  then: Body | ((tested: Expression<never>) => Body),
  otherwise?: Body,
): Body {
  if (typeof then !== "function") return spreadable(new When(test.node, undefined, then, otherwise), then);
  const binder = new Binder(labelOf(test.node));
  const body = then(new Expression(boundReference(binder, test.node)));
  return spreadable(new When(test.node, binder, body, otherwise), body);
}

/** One item (or several) for each text of a list: `...forEach(values.sockets, (socket) => [socket])`. */
export function forEach<const B extends readonly unknown[]>(
  over: Expression<readonly string[]>,
  body: (item: Expression<string>) => B,
): B {
  if (typeOf(over.node) !== "list") throw new Error(`${describe(over.node)} is no list`);
  const item = new Binder(singular(labelOf(over.node)));
  const multiline = over.node.kind === "reference" ? over.node.multiline : true;
  const items = body(
    new Expression({ kind: "reference", root: item, path: [], type: "text", absent: false, multiline }),
  );
  return spreadable(new ForEach(over.node, item, items), items) as unknown as B;
}

/** A user's list among our own items: `...spread(values.extraEnv)`. */
export function spread<T>(list: Expression<readonly T[]>): readonly T[];
/** A user's map among our own entries: `...spread(values.podLabels)`. */
export function spread<T extends object>(map: Expression<T>): T;
export function spread(over: Expression<object>): Body {
  return spreadable(new Splice(over.node), typeOf(over.node) === "list" ? [] : {});
}

/** A comment above the next entry: `...comment("Two of them may run at once.")`. */
export function comment(text: string): Record<string, never> {
  return spreadable(new Comment(text), {}) as Record<string, never>;
}

/** A comment above the next item of a list or the next line. */
export function itemComment(text: string): readonly never[] {
  return spreadable(new Comment(text), []) as readonly never[];
}

/** An entry whose key is known only at render: `{ [keyOf(name)]: … }`. */
export function keyOf(key: Expression<string>): string {
  return tokenFor(key);
}

function spreadable(structure: Structure, shape: Body): Body {
  const token = tokenFor(structure);
  return Array.isArray(shape) ? [token] : { [token]: token };
}

function boundReference(binder: Binder, tested: ExpressionNode): Reference {
  const multiline = tested.kind === "reference" ? tested.multiline : true;
  return { kind: "reference", root: binder, path: [], type: typeOf(tested), absent: false, multiline };
}

function labelOf(node: ExpressionNode): string {
  return node.kind === "reference" ? (node.path.at(-1) ?? "item") : "item";
}

function singular(label: string): string {
  return label.endsWith("s") ? label.slice(0, -1) : "item";
}
