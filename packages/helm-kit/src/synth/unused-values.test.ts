import { describe, expect, test } from "vitest";
import type { HelmChart } from "../chart/helm-chart.ts";
import { configMap } from "../chart/resources.ts";
import { nameValues, standardHelpers } from "../chart/standard-helpers.ts";
import { and, not, withDefault } from "../expression/operators.ts";
import { textFile, yamlFile } from "../structure/documents.ts";
import { forEach, keyOf, spread, when } from "../structure/structure.ts";
import { testChart } from "../test-chart.ts";
import { defineGlobal, defineValues } from "../values/define-values.ts";
import { boolean, text, textList, textMap } from "../values/field.ts";
import { assertValuesUsed, unusedValues } from "./unused-values.ts";

const values = defineValues({
  deep: { a: text("", "", { pattern: "^$" }) },
  on: boolean(true, ""),
  list: textList([], "", { pattern: "^$" }),
  map: textMap({}, ""),
});
const all = ["values.deep.a", "values.on", "values.list", "values.map"];
const { a } = values.deep;

test("a chart without templates uses none of its values", () => {
  expect(unusedValues(testChart({ values }))).toEqual(all);
});

describe("a value counts as used where it is read by", () => {
  const metadata = { name: "x" };
  test.each<[string, (chart: HelmChart) => unknown, string]>([
    ["a template", (chart) => configMap(chart, "c", { metadata: { name: a } }), "values.deep.a"],
    ["a text in a template", (chart) => configMap(chart, "c", { metadata: { name: `x-${a}` } }), "values.deep.a"],
    ["a key", (chart) => configMap(chart, "c", { metadata, data: { [keyOf(a)]: "x" } }), "values.deep.a"],
    [
      "a file in a ConfigMap",
      (chart) => configMap(chart, "c", { metadata, data: { f: textFile([`${a}`]) } }),
      "values.deep.a",
    ],
    ["a YAML file", (chart) => configMap(chart, "c", { metadata, data: { f: yamlFile({ a }) } }), "values.deep.a"],
    ["the condition of a file", (chart) => configMap(chart, "c", { metadata }, { when: values.on }), "values.on"],
    ["a when", (chart) => configMap(chart, "c", { metadata, ...when(values.on, { data: {} }) }), "values.on"],
    [
      "an alternative",
      (chart) => configMap(chart, "c", { metadata: { name: "x", ...when(not(values.list), {}, { namespace: a }) } }),
      "values.deep.a",
    ],
    [
      "a loop",
      (chart) =>
        configMap(chart, "c", { metadata, data: { f: textFile(["x", ...forEach(values.list, () => ["y"])]) } }),
      "values.list",
    ],
    ["a spread", (chart) => configMap(chart, "c", { metadata, data: { x: "y", ...spread(values.map) } }), "values.map"],
    ["a text helper", (chart) => chart.textHelper("h", "", `${a}!`), "values.deep.a"],
    ["a map helper", (chart) => chart.mapHelper("h", "", { a }), "values.deep.a"],
    ["a guard", (chart) => chart.guard({ path: "on", refuse: and(values.on, values.map), message: "" }), "values.on"],
    ["a guard's message", (chart) => chart.guard({ path: "", refuse: values.on, message: `${a}` }), "values.deep.a"],
  ])("%s", (_where, use, path) => {
    const chart = testChart({ values });
    use(chart);
    expect(unusedValues(chart)).not.toContain(path);
    expect(unusedValues(chart).length).toBeLessThan(all.length);
  });

  test("the notes", () => {
    const chart = testChart({ values });
    chart.notes = [`${a}`];
    expect(unusedValues(chart)).toEqual(all.slice(1));
  });

  test("the standard helpers", () => {
    const names = defineValues(nameValues);
    const chart = testChart({ values: names });
    standardHelpers(chart, names);
    expect(unusedValues(chart)).toEqual([]);
  });
});

describe("in an umbrella", () => {
  const global = defineGlobal({ zone: text("", ""), region: text("", "") });
  const own = defineValues({ size: text("", ""), colour: text("", "") });

  function umbrella(...reads: ("zone" | "region")[]) {
    const db = testChart({ name: "db", values: own, global });
    db.textHelper("size", "Size.", own.size);
    for (const key of reads) db.textHelper(key, "", withDefault(global[key], ""));
    return { db, chart: testChart({ global, subcharts: [{ chart: db, enabled: true, comment: "" }] }) };
  }

  test("global is read by any chart inside", () => {
    expect(unusedValues(umbrella("zone", "region").chart)).toEqual([]);
    expect(unusedValues(umbrella("zone").chart)).toEqual(["global.region"]);
  });

  test("a chart that others embed is not asked to read all that they share", () => {
    expect(unusedValues(umbrella().db)).toEqual(["values.colour"]);
  });

  test("values of the charts inside are refused with their chart's name", () => {
    expect(() => assertValuesUsed(umbrella().chart)).toThrow(`web:${" "}
- global.zone is declared but no template reads it: use it or remove it
- global.region is declared but no template reads it: use it or remove it
- db: values.colour is declared but no template reads it: use it or remove it`);
  });
});

test("one unused value is refused in one line", () => {
  const own = defineValues({ buffer: { limit: text("1G", "Limit.") } });
  expect(() => assertValuesUsed(testChart({ values: own }))).toThrow(
    /^web: values\.buffer\.limit is declared but no template reads it: use it or remove it$/,
  );
  expect(() => assertValuesUsed(testChart())).not.toThrow();
});
