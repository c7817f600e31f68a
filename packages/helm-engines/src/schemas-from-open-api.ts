/** A JSON schema or a part of one. */
export type JsonSchema = { [keyword: string]: unknown };

/** What is needed of Kubernetes' OpenAPI 2.0 document. */
export interface OpenApiDocument {
  definitions: Record<string, OpenApiDefinition>;
}

interface OpenApiDefinition extends JsonSchema {
  properties?: Record<string, JsonSchema>;
  required?: string[];
  "x-kubernetes-group-version-kind"?: { group: string; version: string; kind: string }[];
}

/**
 * Converts Kubernetes' `api/openapi-spec/swagger.json` into one strict draft-07 schema per kind, by the name under which kubeconform
 * looks for it: `<kind>[-<first part of the group>]-<version>.json` in lower case, such as `daemonset-apps-v1.json`.
 *
 * Strict means: no properties beyond the documented ones; `apiVersion` and `kind` fixed. Optional properties may be null, which
 * the API server takes as absent; int-or-string and quantities take numbers too. Each schema holds the definitions it needs.
 */
export function schemasFromOpenApi(openApi: OpenApiDocument): Map<string, JsonSchema> {
  const definitions = new Map<string, JsonSchema>();
  for (const [name, definition] of Object.entries(openApi.definitions)) {
    const converted = convert(definition, name);
    definitions.set(name, converted);
    definitions.set(`${name}${orNullSuffix}`, orNull(converted));
  }
  const schemas = new Map<string, JsonSchema>();
  for (const [name, definition] of Object.entries(openApi.definitions)) {
    const kinds = definition["x-kubernetes-group-version-kind"] ?? [];
    // DeleteOptions and WatchEvent carry every group: they are no objects that a manifest can hold.
    const [kind] = kinds;
    if (kind === undefined || kinds.length > 1) {
      continue;
    }
    const root = definitions.get(name) as OpenApiDefinition;
    schemas.set(schemaFile(kind), {
      $schema: "http://json-schema.org/draft-07/schema#",
      ...root,
      required: [...new Set(["apiVersion", "kind", ...(root.required ?? [])])],
      properties: {
        ...root.properties,
        apiVersion: { const: kind.group === "" ? kind.version : `${kind.group}/${kind.version}` },
        kind: { const: kind.kind },
      },
      definitions: reachable(root, definitions),
    });
  }
  return schemas;
}

function schemaFile({ group, version, kind }: { group: string; version: string; kind: string }): string {
  return `${[kind, ...(group === "" ? [] : [group.split(".")[0]]), version].join("-").toLowerCase()}.json`;
}

const quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";

function convert(definition: OpenApiDefinition, name: string): JsonSchema {
  // Quantities are declared as strings, but `cpu: 0.5` is fine.
  return name === quantity ? { type: ["string", "number"] } : convertNode(definition);
}

function convertNode(node: JsonSchema): JsonSchema {
  const { $ref, type, properties, items, additionalProperties, required, enum: values, format } = node;
  if (typeof $ref === "string") {
    return { $ref };
  }
  const schema: JsonSchema = {};
  if (format === "int-or-string") {
    return { type: ["string", "integer"] };
  }
  for (const [keyword, value] of Object.entries({ type, required, enum: values })) {
    if (value !== undefined) {
      schema[keyword] = value;
    }
  }
  if (isSchema(properties)) {
    const names = new Set(Array.isArray(required) ? required : []);
    schema.properties = Object.fromEntries(
      Object.entries(properties as Record<string, JsonSchema>).map(([name, property]) => [
        name,
        names.has(name) ? convertNode(property) : orNull(convertNode(property)),
      ]),
    );
    schema.additionalProperties = false;
  }
  if (isSchema(additionalProperties)) {
    schema.additionalProperties = convertNode(additionalProperties);
  }
  if (isSchema(items)) {
    schema.items = convertNode(items);
  }
  return schema;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null;
}

/** Refers to variants of definitions, not to `anyOf` with null: that would double every error message. */
function orNull(schema: JsonSchema): JsonSchema {
  const { type, $ref } = schema;
  if (type !== undefined) {
    return { ...schema, type: Array.isArray(type) ? [...type, "null"] : [type, "null"] };
  }
  return $ref === undefined ? schema : { $ref: `${$ref}${orNullSuffix}` };
}

const orNullSuffix = ".orNull";

/** The definitions that a schema refers to, directly or through others. */
function reachable(root: JsonSchema, definitions: Map<string, JsonSchema>): Record<string, JsonSchema> {
  const found: Record<string, JsonSchema> = {};
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(visit);
    } else if (isSchema(node)) {
      for (const [key, value] of Object.entries(node)) {
        if (key === "$ref" && typeof value === "string") {
          const name = value.replace("#/definitions/", "");
          const definition = definitions.get(name);
          if (definition === undefined) {
            throw new Error(`The OpenAPI document refers to ${value}, which it does not define`);
          }
          if (!(name in found)) {
            found[name] = definition;
            visit(definition);
          }
        } else {
          visit(value);
        }
      }
    }
  };
  visit(root);
  return found;
}
