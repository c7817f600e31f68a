/**
 * What a value may be, in the words of AWS's service descriptions, so that a test can compare the two member by member.
 * `min` and `max` count characters, items or entries, or bound a number.
 */
export type Shape =
  | { type: "string"; min?: number; max?: number; pattern?: string; enum?: readonly string[] }
  | { type: "integer" | "long"; min?: number; max?: number }
  | { type: "boolean" }
  | { type: "list"; member: Shape; min?: number; max?: number }
  | { type: "map"; key: Shape; value: Shape; min?: number; max?: number }
  | StructureShape;

/** An object with named members. Members that it does not name are ignored, as AWS does. */
export interface StructureShape {
  type: "structure";
  required?: readonly string[];
  members: Readonly<Record<string, Shape>>;
}
