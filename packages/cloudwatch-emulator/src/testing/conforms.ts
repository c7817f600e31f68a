import type { ServiceModel } from "./botocore.ts";

/** Everything in which a value differs from a shape of AWS's: types, bounds, patterns, members that AWS does not know. */
export function differences(model: ServiceModel, shapeName: string, value: unknown, path = "$"): string[] {
  const shape = model.shapes[shapeName];
  if (!shape) {
    return [`${path}: no shape ${shapeName}`];
  }
  const length = typeof value === "string" ? [...value].length : Array.isArray(value) ? value.length : undefined;
  const size = length ?? (typeof value === "number" ? value : Object.keys(value ?? {}).length);
  const found: string[] = [];
  if (shape.min !== undefined && size < shape.min) found.push(`${path}: ${size} is less than ${shape.min}`);
  if (shape.max !== undefined && size > shape.max) found.push(`${path}: ${size} is more than ${shape.max}`);
  const wrongType = () => [...found, `${path}: ${JSON.stringify(value)} is not a ${shape.type}`];
  switch (shape.type) {
    case "string":
      if (typeof value !== "string") return wrongType();
      if (shape.enum && !shape.enum.includes(value)) found.push(`${path}: ${value} is not of the enum`);
      if (shape.pattern && !new RegExp(`^(?:${shape.pattern})$`, "u").test(value)) {
        found.push(`${path}: ${value} does not match ${shape.pattern}`);
      }
      return found;
    case "integer":
    case "long":
      return Number.isInteger(value) ? found : wrongType();
    case "boolean":
      return typeof value === "boolean" ? found : wrongType();
    case "timestamp":
      return value instanceof Date ? found : wrongType();
    case "list":
      if (!Array.isArray(value)) return wrongType();
      return [
        ...found,
        ...value.flatMap((item, index) => differences(model, shape.member?.shape ?? "", item, `${path}[${index}]`)),
      ];
    case "map":
      if (typeof value !== "object" || value === null) return wrongType();
      return [
        ...found,
        ...Object.entries(value).flatMap(([key, item]) => [
          ...differences(model, shape.key?.shape ?? "", key, `${path} key`),
          ...differences(model, shape.value?.shape ?? "", item, `${path}.${key}`),
        ]),
      ];
    case "structure": {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return wrongType();
      const members = shape.members ?? {};
      const missing = (shape.required ?? []).filter((name) => !Object.hasOwn(value, name));
      return [
        ...missing.map((name) => `${path}.${name} is missing`),
        ...Object.entries(value).flatMap(([name, item]) =>
          members[name]
            ? differences(model, members[name].shape, item, `${path}.${name}`)
            : [`${path}.${name} is not known to AWS`],
        ),
      ];
    }
    default:
      return [`${path}: no rule for ${shape.type}`];
  }
}
