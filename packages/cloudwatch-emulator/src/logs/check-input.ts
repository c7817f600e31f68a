import { invalidParameter, serializationError } from "../aws-error.ts";
import type { Shape, StructureShape } from "./shape.ts";

/**
 * Checks a request against its shape.
 * @throws SerializationException for a value of another type, InvalidParameterException that lists every broken constraint
 *   in the words of CloudWatch Logs.
 */
export function checkInput(shape: StructureShape, input: unknown): void {
  const problems: string[] = [];
  check(shape, input, "", problems);
  if (problems.length > 0) {
    const noun = problems.length === 1 ? "error" : "errors";
    throw invalidParameter(`${problems.length} validation ${noun} detected: ${problems.join("; ")}`);
  }
}

function check(shape: Shape, value: unknown, path: string, problems: string[]): void {
  const fail = (constraint: string) =>
    problems.push(`Value ${printed(value)} at '${path}' failed to satisfy constraint: Member must ${constraint}`);
  switch (shape.type) {
    case "string": {
      if (typeof value !== "string") throw wrongType(value, "String", path);
      // Two units of UTF-16 can be one character, so the shorter count is worth taking only where the longer one fails.
      if (shape.max !== undefined && value.length > shape.max && [...value].length > shape.max) {
        fail(`have length less than or equal to ${shape.max}`);
      }
      if (shape.min !== undefined && value.length < shape.min) {
        fail(`have length greater than or equal to ${shape.min}`);
      }
      if (shape.pattern !== undefined && !wholePattern(shape.pattern).test(value)) {
        fail(`satisfy regular expression pattern: ${shape.pattern}`);
      }
      if (shape.enum && !shape.enum.includes(value)) {
        fail(`satisfy enum value set: [${shape.enum.join(", ")}]`);
      }
      return;
    }
    case "integer":
    case "long": {
      if (typeof value !== "number" || !Number.isInteger(value)) throw wrongType(value, "Long", path);
      if (shape.max !== undefined && value > shape.max) fail(`have value less than or equal to ${shape.max}`);
      if (shape.min !== undefined && value < shape.min) fail(`have value greater than or equal to ${shape.min}`);
      return;
    }
    case "boolean":
      if (typeof value !== "boolean") throw wrongType(value, "Boolean", path);
      return;
    case "list": {
      if (!Array.isArray(value)) throw wrongType(value, "List", path);
      checkLength(shape, value.length, fail);
      // Beyond the limit nobody reads the other messages, and there may be a million of them.
      if (problems.length > 0) return;
      for (let index = 0; index < value.length && problems.length < maxProblems; index++) {
        check(shape.member, value[index], `${path}.${index + 1}.member`, problems);
      }
      return;
    }
    case "map": {
      if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongType(value, "Map", path);
      const entries = Object.entries(value);
      checkLength(shape, entries.length, fail);
      for (const [key, item] of entries) {
        check(shape.key, key, path, problems);
        check(shape.value, item, `${path}.${key}.member`, problems);
      }
      return;
    }
    case "structure": {
      if (typeof value !== "object" || value === null || Array.isArray(value))
        throw wrongType(value, "Structure", path);
      const members = value as Record<string, unknown>;
      for (const name in shape.members) {
        const member = members[name];
        const inner = path === "" ? name : `${path}.${name}`;
        if (member !== undefined && member !== null) {
          check(shape.members[name] as Shape, member, inner, problems);
        } else if (shape.required?.includes(name)) {
          problems.push(`Value null at '${inner}' failed to satisfy constraint: Member must not be null`);
        }
      }
    }
  }
}

/** Messages of one error; a batch of 10,000 bad events need not say so 10,000 times. */
const maxProblems = 10;

function checkLength(shape: { min?: number; max?: number }, length: number, fail: (constraint: string) => void): void {
  if (shape.max !== undefined && length > shape.max) fail(`have length less than or equal to ${shape.max}`);
  if (shape.min !== undefined && length < shape.min) fail(`have length greater than or equal to ${shape.min}`);
}

function wrongType(value: unknown, wanted: string, path: string): Error {
  const found = value === null ? "NULL" : Array.isArray(value) ? "ARRAY" : `${typeof value}`.toUpperCase();
  return serializationError(`${found}_VALUE cannot be converted to ${wanted}${path && ` at '${path}'`}`);
}

function printed(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "null");
  return `'${text.length > 100 ? `${text.slice(0, 100)}...` : text}'`;
}

const compiled = new Map<string, RegExp>();

/** AWS's patterns match the whole value, anchored or not. */
function wholePattern(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (!expression) {
    expression = new RegExp(`^(?:${pattern})$`, "u");
    compiled.set(pattern, expression);
  }
  return expression;
}
