import { App } from "cdk8s";
import { expect, test } from "vitest";
import { HelmChart } from "../chart/helm-chart.ts";
import { configMap } from "../chart/resources.ts";
import { functionTable } from "../expression/functions.ts";
import { eq, trunc } from "../expression/operators.ts";
import { when } from "../structure/structure.ts";
import { defineValues } from "../values/define-values.ts";
import { boolean, text } from "../values/field.ts";
import { formatProof } from "./format-proof.ts";
import { proveChart } from "./prove-chart.ts";

const values = defineValues({
  word: text("a-word", "A word.", { pattern: "^[a-z-]{1,9}$", examples: ["another"] }),
  on: boolean(true, "A switch."),
  other: text("", "Any text."),
});

function chart(): HelmChart {
  const made = new HelmChart(new App(), {
    metadata: { name: "words", version: "0.1.0", appVersion: "1", description: "Words", minimumKubernetes: "1.31.0" },
    values,
  });
  configMap(made, "words", {
    metadata: { name: "words" },
    data: { word: trunc(values.word, 4), other: values.other, ...when(values.on, { on: "yes" }) },
  });
  made.guard({ path: "word", refuse: eq(values.word, "never-there"), message: "is never this" });
  return made;
}

test("a chart is proven on both engines, with what was hit and what was not", async () => {
  const report = await proveChart(chart(), { runs: 100, bases: [{ on: false }], seed: 3 });
  expect(report).toMatchObject({
    chart: "words",
    seed: 3,
    runs: 100,
    engines: ["3.22.0", "4.3.1"],
    counterexamples: [],
  });
  expect(report.rendered + report.refused.kubeVersion).toBe(100);
  // Both the function and the guard have seen one side only.
  expect(report.coverage.missing).toEqual(["guard words: word: eq(…): never taken", "function eq: never taken"]);
  expect(report.coverage.summary).toEqual([
    { kind: "function", count: 2, hit: 1 },
    { kind: "when", count: 1, hit: 1 },
    { kind: "guard", count: 1, hit: 0 },
  ]);
  expect(formatProof(report)).toContain("100 renders on each of Helm 3.22.0 and 4.3.1, seed 3: equal");
}, 300_000);

test("a difference is reported with the fewest values that show it, and with both sides", async () => {
  const { trunc: right } = functionTable;
  (functionTable as Record<string, unknown>).trunc = { ...right, evaluate: (word: string) => word.slice(0, 5) };
  try {
    const report = await proveChart(chart(), { runs: 20, bases: [{ other: "of no matter", word: "ab-cdef" }] });
    expect(report.counterexamples.map(({ engine }) => engine)).toEqual(["3.22.0", "4.3.1"]);
    expect(report.counterexamples[0]).toMatchObject({
      case: { values: {}, release: { name: "r" } },
      differences: [
        { where: "words/templates/words.yaml ConfigMap words", path: "data.word", helm: "a-wo", typescript: "a-wor" },
      ],
    });
    expect(formatProof(report)).toContain('data.word"\n    Helm:       "a-wo"\n    TypeScript: "a-wor"');
  } finally {
    (functionTable as Record<string, unknown>).trunc = right;
  }
}, 300_000);
