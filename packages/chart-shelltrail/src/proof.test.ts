import { awsForFluentBitChart } from "@shelltrail/chart-aws-for-fluent-bit";
import { falcoChart } from "@shelltrail/chart-falco";
import { coherentGlobal } from "@shelltrail/chart-global/testing";
import { type HelmChart, mergeValues, unusedValues, type Values } from "@shelltrail/helm-kit";
import { formatProof, type ProofOptions, proveChart } from "@shelltrail/helm-kit/proof";
import { App } from "cdk8s";
import { expect, test } from "vitest";
import shelltrailChart from "./chart.ts";
import { examples } from "./demo/examples.ts";

/** On each engine; the project promises 2,000. */
const RUNS = 2000;
const TIMEOUT_MS = 600_000;

const bases = examples().map(({ values }) => values as Values);
/** What a subchart sees of an example: its own values and `global`. */
const basesOf = (name: string) => bases.map((base) => ({ global: base.global ?? {}, ...(base[name] as Values) }));

async function prove(chart: HelmChart, options: ProofOptions): Promise<void> {
  const report = await proveChart(chart, { runs: RUNS, ...options });
  console.log(formatProof(report));
  expect(report.counterexamples).toEqual([]);
  expect(report.rendered / report.runs).toBeGreaterThanOrEqual(0.8);
  expect(report.coverage.missing).toEqual([]);
}

const fluentBit = (values: Values): Values => {
  const { logRetentionDays = 0 } = (values.cloudWatchLogs ?? {}) as { logRetentionDays?: number };
  return logRetentionDays > 0 ? mergeValues(values, { cloudWatchLogs: { autoCreateGroup: true } }) : values;
};
const falco = (values: Values): Values => mergeValues(values, { driver: { kind: "modern_ebpf" } });

test(
  "Helm and TypeScript render shelltrail alike",
  async () => {
    const mend = (values: Values) => {
      const settled = coherentGlobal(values);
      const parts = {
        falco: falco((settled.falco ?? {}) as Values),
        "aws-for-fluent-bit": fluentBit((settled["aws-for-fluent-bit"] ?? {}) as Values),
      };
      const neither = parts.falco.enabled === false && parts["aws-for-fluent-bit"].enabled === false;
      return { ...settled, ...parts, ...(neither && { falco: { ...parts.falco, enabled: true } }) };
    };
    await prove(shelltrailChart(new App()), { bases, mend });
  },
  TIMEOUT_MS,
);

test(
  "Helm and TypeScript render falco alone alike",
  async () => {
    await prove(falcoChart(new App()), { bases: basesOf("falco"), mend: falco, embedded: true });
  },
  TIMEOUT_MS,
);

test(
  "Helm and TypeScript render aws-for-fluent-bit alone alike",
  async () => {
    const mend = (values: Values) => fluentBit(coherentGlobal(values));
    await prove(awsForFluentBitChart(new App()), { bases: basesOf("aws-for-fluent-bit"), mend, embedded: true });
  },
  TIMEOUT_MS,
);

test("every declared value is read by a template", () => {
  expect(unusedValues(shelltrailChart(new App()))).toEqual([]);
});
