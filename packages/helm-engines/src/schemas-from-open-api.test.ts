import { expect, test } from "vitest";
import { schemasFromOpenApi } from "./schemas-from-open-api.ts";

const thing = (definition: object) => ({
  type: "object",
  "x-kubernetes-group-version-kind": [{ group: "example.k8s.io", version: "v1", kind: "Thing" }],
  ...definition,
});

function convert(definitions: Record<string, object>) {
  return schemasFromOpenApi({ definitions: definitions as never });
}

test("writes one schema per kind under kubeconform's name for it", () => {
  const core = { ...thing({}), "x-kubernetes-group-version-kind": [{ group: "", version: "v1", kind: "Pod" }] };
  const options = {
    "x-kubernetes-group-version-kind": [1, 2].map(() => ({ group: "a", version: "v1", kind: "DeleteOptions" })),
  };
  const schemas = convert({ thing: thing({}), core, options, part: { type: "object" } });
  expect([...schemas.keys()]).toEqual(["thing-example-v1.json", "pod-v1.json"]);
  expect(schemas.get("thing-example-v1.json")).toEqual({
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    required: ["apiVersion", "kind"],
    properties: { apiVersion: { const: "example.k8s.io/v1" }, kind: { const: "Thing" } },
    definitions: {},
  });
});

test("is strict where properties are known, and takes null for optional ones", () => {
  const properties = {
    spec: { $ref: "#/definitions/spec", description: "dropped" },
    status: { $ref: "#/definitions/spec" },
    labels: { type: "object", additionalProperties: { type: "string" } },
    list: { type: "array", items: { type: "integer", format: "int32" } },
  };
  const spec = { type: "object", properties: { self: { $ref: "#/definitions/spec" } } };
  const schema = convert({ thing: thing({ properties, required: ["spec"] }), spec, unused: { type: "object" } }).get(
    "thing-example-v1.json",
  );
  expect(schema).toMatchObject({
    additionalProperties: false,
    required: ["apiVersion", "kind", "spec"],
    properties: {
      spec: { $ref: "#/definitions/spec" },
      status: { $ref: "#/definitions/spec.orNull" },
      labels: { type: ["object", "null"], additionalProperties: { type: "string" } },
      list: { type: ["array", "null"], items: { type: "integer" } },
    },
    definitions: {
      spec: {
        type: "object",
        additionalProperties: false,
        properties: { self: { $ref: "#/definitions/spec.orNull" } },
      },
      "spec.orNull": { type: ["object", "null"], additionalProperties: false },
    },
  });
  expect(Object.keys(schema?.definitions as object)).toEqual(["spec", "spec.orNull"]);
});

test("takes numbers for int-or-string and quantities, and anything for untyped values", () => {
  const definitions = {
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": { type: "string", format: "int-or-string" },
    "io.k8s.apimachinery.pkg.api.resource.Quantity": { type: "string" },
    any: { description: "any JSON value" },
  };
  const properties = Object.fromEntries(
    Object.keys(definitions).map((name) => [name, { $ref: `#/definitions/${name}` }]),
  );
  const schemas = convert({ ...definitions, thing: thing({ properties, required: Object.keys(definitions) }) });
  expect(schemas.get("thing-example-v1.json")?.definitions).toEqual({
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": { type: ["string", "integer"] },
    "io.k8s.apimachinery.pkg.api.resource.Quantity": { type: ["string", "number"] },
    any: {},
  });
});

test("names a reference to nothing", () => {
  const properties = { spec: { $ref: "#/definitions/gone" } };
  expect(() => convert({ thing: thing({ properties, required: ["spec"] }) })).toThrow("#/definitions/gone");
});
