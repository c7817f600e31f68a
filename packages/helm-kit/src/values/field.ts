import { Expression, type ValueType } from "../expression/expression.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Draft-07, the newest that every Helm 3 validates: only the keywords that helm-kit writes. */
export interface JsonSchema {
  readonly [keyword: string]: Json | JsonSchema | Readonly<Record<string, JsonSchema>> | undefined;
}

/** One leaf of a values file: its default, its comment, and what may stand there instead. */
export class Field<out T> {
  declare readonly held?: T;
  readonly type: ValueType;
  readonly preset: Json;
  readonly comment: string;
  /** Schema of the leaf without default and description. */
  readonly constraint: JsonSchema;

  constructor(type: ValueType, preset: Json, comment: string, constraint: JsonSchema) {
    this.type = type;
    this.preset = preset;
    this.comment = comment;
    this.constraint = constraint;
  }

  /** Whether an accepted value can hold a line break; such text is quoted or refused where lines matter. */
  get multiline(): boolean {
    const text = (this.type === "list" ? (this.constraint.items ?? {}) : this.constraint) as JsonSchema;
    return text.type === "string" && !("enum" in text) && !("pattern" in text);
  }
}

export interface TextConstraints {
  /** Regular expression, anchored, in the part of RE2 that JavaScript shares; it must refuse line breaks. */
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Values that show what is meant; also what random tests draw from. */
  readonly examples?: readonly string[];
}

/** Text. An empty default means "not set". */
export function text(preset: string, comment: string, constraints: TextConstraints = {}): Field<string> {
  return new Field("text", preset, comment, { type: "string", ...constraints });
}

/** One of a few words. */
export function choice<const T extends string>(options: readonly T[], preset: NoInfer<T>, comment: string): Field<T> {
  return new Field("text", preset, comment, { type: "string", enum: options });
}

export interface IntegerConstraints {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A whole number. */
export function integer(preset: number, comment: string, constraints: IntegerConstraints = {}): Field<number> {
  return new Field("integer", preset, comment, { type: "integer", ...constraints });
}

export function boolean(preset: boolean, comment: string): Field<boolean> {
  return new Field("boolean", preset, comment, { type: "boolean" });
}

/** A list of texts. */
export function textList(
  preset: readonly string[],
  comment: string,
  constraints: TextConstraints = {},
): Field<string[]> {
  return new Field("list", preset, comment, { type: "array", items: { type: "string", ...constraints } });
}

/** A map from text to text, such as labels and annotations. */
export function textMap(preset: Readonly<Record<string, string>>, comment: string): Field<Record<string, string>> {
  return new Field("map", preset, comment, { type: "object", additionalProperties: { type: "string" } });
}

/** A list of Kubernetes objects of type `T`, passed on as the user wrote them. */
export function objectList<T extends object>(preset: readonly T[], comment: string): Field<T[]> {
  return new Field("list", preset as unknown as Json, comment, { type: "array", items: { type: "object" } });
}

/** A Kubernetes object of type `T`, passed on as the user wrote it. */
export function object<T extends object>(preset: T, comment: string): Field<T> {
  return new Field("map", preset as unknown as Json, comment, { type: "object" });
}

/** The expression that reads a field at its place. */
export function referenceTo(field: Field<unknown>, path: readonly string[], absent: boolean): Expression<unknown> {
  return new Expression({
    kind: "reference",
    root: "Values",
    path,
    type: field.type,
    absent,
    multiline: field.multiline,
  });
}
