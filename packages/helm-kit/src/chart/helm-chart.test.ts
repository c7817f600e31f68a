import { ApiObject } from "cdk8s";
import { describe, expect, test } from "vitest";
import { templateOf, testChart, testRelease } from "../test-chart.ts";
import { defineGlobal, defineValues } from "../values/define-values.ts";
import { boolean, text, textMap } from "../values/field.ts";
import { checksumOf } from "./checksum.ts";
import { toManifests } from "./manifests.ts";
import { configMap } from "./resources.ts";
import { toTemplates } from "./templates.ts";

describe("a chart refuses", () => {
  test("two templates of one file", () => {
    const chart = testChart();
    configMap(chart, "config", { metadata: { name: "a" } });
    expect(() => configMap(chart, "other", { metadata: { name: "b" } }, { file: "config" })).toThrow(
      "web: templates/config.yaml is there twice: give one of them another id",
    );
  });

  test("a helper defined twice", () => {
    const chart = testChart();
    chart.textHelper("name", "Name.", "a");
    expect(() => chart.mapHelper("name", "Name.", { a: "b" })).toThrow("the helper web.name is defined twice");
  });

  test("a subchart that reads another global", () => {
    const [ours, theirs] = [defineGlobal({ a: text("", "") }), defineGlobal({ a: text("", "") })];
    const subcharts = [{ chart: testChart({ name: "db", global: theirs }), enabled: true, comment: "" }];
    expect(() => testChart({ global: ours, subcharts })).toThrow("db reads another global than web declares");
    expect(() => testChart({ subcharts })).toThrow("db reads another global");
  });

  test("values that were not declared by defineValues", () => {
    expect(() => testChart({ values: { a: text("", "") } })).toThrow("not a tree of defineValues() or defineGlobal()");
  });
});

describe("a template", () => {
  test("has metadata first, and keeps the author's order of keys, whatever cdk8s would do", () => {
    const chart = testChart();
    configMap(chart, "config", {
      immutable: true,
      metadata: { name: "a", namespace: "b", labels: { z: "1", a: "2" }, annotations: { y: "3" } },
      data: { z: "1", a: "2" },
    });
    expect(templateOf(chart, "config.yaml")).toBe(`apiVersion: v1
kind: ConfigMap
metadata:
  name: a
  namespace: b
  labels:
    z: '1'
    a: '2'
  annotations:
    'y': '3'
immutable: true
data:
  z: '1'
  a: '2'
`);
  });

  test("leaves the environment as it was", () => {
    const before = process.env.CDK8S_DISABLE_SORT;
    const chart = testChart();
    configMap(chart, "config", { metadata: { name: "a" } });
    toTemplates(chart);
    expect(process.env.CDK8S_DISABLE_SORT).toBe(before);
  });

  test("takes a whole map of labels from a value", () => {
    const values = defineValues({ labels: textMap({ team: "web" }, "") });
    const chart = testChart({ values });
    configMap(chart, "config", { metadata: { name: "a", labels: values.labels } });
    expect(templateOf(chart, "config.yaml")).toContain(
      "  {{- with .Values.labels }}\n  labels:\n    {{- toYaml . | nindent 4 }}\n  {{- end }}\n",
    );
    const [rendered] = toManifests(chart, { release: testRelease }).objects;
    expect(rendered?.object.metadata).toEqual({ name: "a", labels: { team: "web" } });
  });

  test("may lie in a folder, and stand under a condition", () => {
    const values = defineValues({ on: boolean(true, "") });
    const chart = testChart({ values });
    configMap(chart, "probe", { metadata: { name: "a" } }, { file: "tests/probe", when: values.on });
    expect(templateOf(chart, "tests/probe.yaml")).toBe(
      "{{- if .Values.on }}\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n{{- end }}\n",
    );
    expect(toManifests(chart, { values: { on: false }, release: testRelease }).objects).toEqual([]);
  });

  test("is made of a plain cdk8s object, too", () => {
    const chart = testChart();
    new ApiObject(chart, "Plain", { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } });
    expect(templateOf(chart, "plain.yaml")).toBe("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n");
  });

  test("comes after what it depends on", () => {
    const chart = testChart();
    const first = configMap(chart, "first", { metadata: { name: "a" } });
    const second = configMap(chart, "second", { metadata: { name: "b" } });
    first.addDependency(second);
    expect(chart.templates.map(({ file }) => file)).toEqual(["first.yaml", "second.yaml"]);
  });

  test("names itself in an error", () => {
    const global = defineGlobal({ a: text("", "") });
    const chart = testChart({ global });
    configMap(chart, "config", { metadata: { name: "x", labels: { a: global.a as never } } });
    expect(() => toTemplates(chart)).toThrow(/^templates\/config\.yaml: values\.global\.a may be absent/);
    const umbrella = testChart({ name: "all", global, subcharts: [{ chart, enabled: true, comment: "" }] });
    expect(() => toTemplates(umbrella)).toThrow(/^charts\/web\/templates\/config\.yaml: values\.global\.a may be/);
  });

  test("rolls pods when another template changes", () => {
    const values = defineValues({ a: text("1", "") });
    const chart = testChart({ values });
    configMap(chart, "config", { metadata: { name: "a" }, data: { a: values.a } });
    configMap(chart, "pod", { metadata: { name: "b", annotations: { "checksum/config": checksumOf("config.yaml") } } });
    const sum = (given: object) => {
      const { objects } = toManifests(chart, { values: given, release: testRelease });
      return objects.map(({ object }) => object.metadata)[1];
    };
    expect(sum({})).toEqual(sum({ a: "1" }));
    expect(sum({})).not.toEqual(sum({ a: "2" }));
  });
});

test("the files of a chart with everything", () => {
  const values = defineValues({ on: boolean(true, "On.") });
  const inner = testChart({ name: "db", values: defineValues({ size: text("1", "Size.") }) });
  const chart = testChart({ values, subcharts: [{ chart: inner, enabled: true, comment: "Store." }] });
  chart.textHelper("name", "Name.", "a");
  chart.guard({ path: "on", refuse: values.on, message: "must be off." });
  chart.file("files/a.txt", "a\n");
  chart.notes = ["Done."];
  configMap(chart, "config", { metadata: { name: "a" } });
  expect([...toTemplates(chart).keys()]).toEqual([
    "Chart.yaml",
    "values.yaml",
    "values.schema.json",
    "README.md",
    ".helmignore",
    "templates/_helpers.tpl",
    "templates/guards.yaml",
    "templates/config.yaml",
    "templates/NOTES.txt",
    "files/a.txt",
    "charts/db/Chart.yaml",
    "charts/db/values.yaml",
    "charts/db/values.schema.json",
    "charts/db/README.md",
    "charts/db/.helmignore",
  ]);
  expect(toTemplates(chart).get("charts/db/values.yaml")).toBe('# Size.\nsize: "1"\n');
  expect(toTemplates(chart).get("values.yaml")).toContain("db:\n  # Store.\n  enabled: true\n  # Size.\n");
});
