import { readFileSync } from "node:fs";
import { App } from "cdk8s";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { ChartRefusal, toManifests } from "./chart/manifests.ts";
import { toTemplates } from "./chart/templates.ts";
import podinfo from "./readme.example.ts";
import { assertValuesUsed } from "./synth/unused-values.ts";
import { testRelease } from "./test-chart.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(([, code]) => code as string);

const chart = podinfo(new App());

test("the chart in the README is the one that is compiled and run here", () => {
  const source = readFileSync(new URL("readme.example.ts", import.meta.url), "utf8");
  expect(blocks("ts")[0]).toBe(source.replace('"./index.ts"', '"@shelltrail/helm-kit"'));
  expect(source.split("\n").filter((line) => line !== "").length).toBeLessThanOrEqual(42);
});

test("what the README says comes out of it does", () => {
  assertValuesUsed(chart);
  const files = toTemplates(chart);
  const [deployment, values] = blocks("yaml");
  expect(files.get("templates/deployment.yaml")).toContain(deployment);
  expect(files.get("values.yaml")).toContain(values);
});

test("it renders, and refuses what the README says it refuses", () => {
  const given = { proxy: "http://proxy:3128", extraEnv: [{ name: "A", value: "1" }] };
  const { objects } = toManifests(chart, { values: given, release: testRelease });
  expect(objects.map(({ object }) => object)).toMatchObject([
    {
      kind: "Deployment",
      metadata: { name: "shop-podinfo" },
      spec: {
        replicas: 2,
        template: {
          spec: {
            containers: [
              {
                image: "ghcr.io/stefanprodan/podinfo:6.9.1",
                env: [
                  { name: "LEVEL", value: "info" },
                  { name: "HTTPS_PROXY", value: "http://proxy:3128" },
                  { name: "A", value: "1" },
                ],
              },
            ],
          },
        },
      },
    },
  ]);
  const refuse = () => toManifests(chart, { values: { level: "debug", replicas: 5 }, release: testRelease });
  expect(refuse).toThrow(ChartRefusal);
  expect(refuse).toThrow((blocks("text")[0] as string).trim());
});

test("its schema is draft-07 and strict", () => {
  const schema = load(toTemplates(chart).get("values.schema.json") as string);
  expect(schema).toMatchObject({ $schema: "http://json-schema.org/draft-07/schema#", additionalProperties: false });
});
