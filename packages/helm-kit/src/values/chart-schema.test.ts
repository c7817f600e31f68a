import { describe, expect, test } from "vitest";
import { testChart } from "../test-chart.ts";
import { chartSchema } from "./chart-schema.ts";
import { defineGlobal, defineValues, section } from "./define-values.ts";
import { boolean, choice, integer, object, objectList, text, textList, textMap } from "./field.ts";
import { schemaProblems } from "./validate.ts";

const values = defineValues({
  image: section("The image.", { tag: text("1", "Tag.", { pattern: "^[0-9.]+$", maxLength: 5 }) }),
  level: choice(["info", "debug"], "info", "Level."),
  replicas: integer(1, "How many.", { minimum: 1, maximum: 5 }),
  debug: boolean(false, "Debug."),
  hosts: textList([], "Hosts.", { minLength: 1 }),
  labels: textMap({}, "Labels."),
  env: objectList([], "Env."),
  affinity: object({}, "Affinity."),
});
const global = defineGlobal({ cluster: section("The cluster.", { name: text("blue", "Name.") }) });

describe("the schema of a chart", () => {
  const web = testChart({ values, global });

  test("says what was declared, and allows nothing else", () => {
    expect(
      chartSchema(testChart({ values: defineValues({ a: { b: text("x", "B.", { maxLength: 3 }) } }) }), false),
    ).toEqual({
      $schema: "http://json-schema.org/draft-07/schema#",
      title: "web",
      type: "object",
      additionalProperties: false,
      properties: {
        a: {
          type: "object",
          additionalProperties: false,
          properties: { b: { description: "B.", type: "string", maxLength: 3, default: "x" } },
        },
      },
    });
  });

  test.each<[object, string[]]>([
    [{}, []],
    [{ image: { tag: "1.2" }, level: "debug", replicas: 5, debug: true, hosts: ["a"] }, []],
    [{ labels: { a: "b" }, env: [{ name: "A", any: { thing: 1 } }], affinity: { any: [1] } }, []],
    [{ bufer: 1 }, ["bufer: unknown key"]],
    [{ image: { tga: "1" } }, ["image.tga: unknown key"]],
    [{ global: { cluster: { nmae: "x" } } }, ["global.cluster.nmae: unknown key"]],
    [{ image: "nginx" }, ["image: must be object"]],
    [{ image: { tag: 1 } }, ["image.tag: must be string"]],
    [
      { image: { tag: "latest" } },
      ["image.tag: must NOT have more than 5 characters", 'image.tag: must match pattern "^[0-9.]+$"'],
    ],
    [{ level: "trace" }, ['level: must be one of "info", "debug"']],
    [{ replicas: "3" }, ["replicas: must be integer"]],
    [{ replicas: 1.5 }, ["replicas: must be integer"]],
    [{ replicas: 0 }, ["replicas: must be >= 1"]],
    [{ debug: "yes" }, ["debug: must be boolean"]],
    [{ hosts: "a" }, ["hosts: must be array"]],
    [{ hosts: ["a", ""] }, ["hosts.1: must NOT have fewer than 1 characters"]],
    [{ labels: { on: true } }, ["labels.on: must be string"]],
    [{ env: ["A=1"] }, ["env.0: must be object"]],
    [{ "a/b": 1, "c~d": 1 }, ["a/b: unknown key", "c~d: unknown key"]],
    [[], ["(values): must be object"]],
  ])("%j: %j", (given, problems) => {
    expect(schemaProblems(web, given as never)).toEqual(problems);
  });
});

describe("the schema of a chart inside another", () => {
  const schema = chartSchema(testChart({ values, global }), true) as { properties: Record<string, object> };

  test("allows what its parent and its siblings need", () => {
    expect(schema.properties.enabled).toEqual({ description: "Read by the parent chart.", type: "boolean" });
    expect(schema.properties.global).toEqual({
      description: "What the charts of one release share.",
      type: "object",
      properties: {
        cluster: {
          description: "The cluster.",
          type: "object",
          properties: { name: { description: "Name.", type: "string" } },
        },
      },
    });
  });

  test("stays strict about its own values", () => {
    expect(schema).toMatchObject({
      additionalProperties: false,
      properties: { image: { additionalProperties: false } },
    });
  });
});

test("an umbrella's schema holds its subcharts' values and switches", () => {
  const web = testChart({ name: "web-server", values });
  const umbrella = testChart({ name: "all", subcharts: [{ chart: web, enabled: true, comment: "Serve." }] });
  expect(schemaProblems(umbrella, { "web-server": { enabled: false, level: "debug" } })).toEqual([]);
  expect(schemaProblems(umbrella, { "web-server": { enabld: false } })).toEqual(["web-server.enabld: unknown key"]);
});
