import type { Expression } from "../expression/expression.ts";

/**
 * A Kubernetes type in which every value may be an expression of its type: a text, a whole list, a whole map.
 * Literals keep their own type, so a number where Kubernetes wants a string does not compile.
 */
export type Templated<T> =
  | Expression<T>
  | (T extends string | number | boolean
      ? T
      : T extends readonly (infer Item)[]
        ? readonly Templated<Item>[]
        : T extends object
          ? TemplatedObject<T>
          : T);

/**
 * An object literal of type `T` whose values may be expressions. A key may be left out, but a value that may be absent
 * (`global`) does not compile without `when` or `withDefault`, even where the key is optional.
 */
export type TemplatedObject<T> = { readonly [K in keyof T]: Templated<Exclude<T[K], undefined>> };
