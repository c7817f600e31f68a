import type { Expression } from "../expression/expression.ts";
import { Field, referenceTo } from "./field.ts";

/** A tree of fields, as an author writes it. */
export interface ValuesDeclaration {
  readonly [key: string]: Field<unknown> | ValuesDeclaration;
}

/** The same tree with an expression for every field: what templates refer to. */
export type ValuesTree<D extends ValuesDeclaration> = {
  readonly [K in keyof D]: D[K] extends Field<infer T>
    ? Expression<T>
    : D[K] extends ValuesDeclaration
      ? ValuesTree<D[K]>
      : never;
};

/** As `ValuesTree`, where every value may be missing: a subchart that is rendered alone has no `global`. */
export type SharedTree<D extends ValuesDeclaration> = {
  readonly [K in keyof D]: D[K] extends Field<infer T>
    ? Expression<T | undefined>
    : D[K] extends ValuesDeclaration
      ? SharedTree<D[K]>
      : never;
};

/** What a user may write in a values file for a declaration; every key may be left out. */
export type ValuesInput<D extends ValuesDeclaration> = {
  readonly [K in keyof D]?: D[K] extends Field<infer T>
    ? T
    : D[K] extends ValuesDeclaration
      ? ValuesInput<D[K]>
      : never;
};

const declarations = new WeakMap<object, ValuesDeclaration>();
const comments = new WeakMap<ValuesDeclaration, string>();

/** A group of values with a comment of its own. */
export function section<D extends ValuesDeclaration>(comment: string, declaration: D): D {
  const group = { ...declaration };
  comments.set(group, comment);
  return group;
}

/** The comment of a group; "" when it has none. */
export function commentOf(declaration: ValuesDeclaration): string {
  return comments.get(declaration) ?? "";
}

/**
 * Declares a chart's values once. The result is what templates refer to: `values.image.tag` is an expression of the
 * field's type, and a value that was not declared does not compile.
 */
export function defineValues<const D extends ValuesDeclaration>(declaration: D): ValuesTree<D> {
  return treeOf(declaration, [], false) as ValuesTree<D>;
}

/**
 * Declares what the charts of an umbrella share under `global`. Every chart that reads it gets the same declaration,
 * and reads it as possibly missing.
 */
export function defineGlobal<const D extends ValuesDeclaration>(declaration: D): SharedTree<D> {
  return treeOf(declaration, ["global"], true) as SharedTree<D>;
}

function treeOf(declaration: ValuesDeclaration, path: readonly string[], absent: boolean): object {
  const tree = Object.fromEntries(
    Object.entries(declaration).map(([key, held]) => [
      key,
      held instanceof Field ? referenceTo(held, [...path, key], absent) : treeOf(held, [...path, key], absent),
    ]),
  );
  declarations.set(tree, declaration);
  return tree;
}

/** The declaration a tree was made from. */
export function declarationOf(tree: object): ValuesDeclaration {
  const declaration = declarations.get(tree);
  if (declaration === undefined) throw new Error("not a tree of defineValues() or defineGlobal()");
  return declaration;
}

/** Every field with its path from the top of the declaration. */
export function* fieldsOf(
  declaration: ValuesDeclaration,
  path: readonly string[] = [],
): Generator<[readonly string[], Field<unknown>]> {
  for (const [key, held] of Object.entries(declaration)) {
    if (held instanceof Field) yield [[...path, key], held];
    else yield* fieldsOf(held, [...path, key]);
  }
}
