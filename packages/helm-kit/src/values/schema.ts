import { commentOf, type ValuesDeclaration } from "./define-values.ts";
import { Field, type Json, type JsonSchema } from "./field.ts";

/** Strict schema of a group: no key that was not declared. */
export function schemaOf(declaration: ValuesDeclaration): JsonSchema {
  const comment = commentOf(declaration);
  return {
    ...(comment === "" ? {} : { description: comment }),
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries(declaration).map(([key, held]): [string, JsonSchema] => [
        key,
        held instanceof Field
          ? { description: held.comment, ...held.constraint, default: held.preset }
          : schemaOf(held),
      ]),
    ),
  };
}

/** The same schema with more properties beside the declared ones, and what to do with others. */
export function withProperties(
  schema: JsonSchema,
  properties: Readonly<Record<string, JsonSchema>>,
  additionalProperties = false,
): JsonSchema {
  return {
    ...schema,
    additionalProperties,
    properties: { ...(schema.properties as Record<string, JsonSchema>), ...properties },
  };
}

/** Defaults of a declaration, as its values.yaml has them. */
export function presetsOf(declaration: ValuesDeclaration): { [key: string]: Json } {
  return Object.fromEntries(
    Object.entries(declaration).map(([key, held]) => [key, held instanceof Field ? held.preset : presetsOf(held)]),
  );
}
