import type { RenderRequest } from "@shelltrail/helm-engines";
import fc from "fast-check";
import type { HelmChart } from "../chart/helm-chart.ts";
import { ASSUMED_KUBERNETES, ChartRefusal, type RenderOptions, toManifests } from "../chart/manifests.ts";
import type { EvaluationEvent } from "../expression/evaluate-expression.ts";
import { visitExpression } from "../expression/expression.ts";
import { visitTree } from "../structure/tree.ts";
import type { Values } from "../values/coalesce.ts";
import type { ConcreteAnswer } from "./compare.ts";
import { randomValues, valuesFile } from "./random-values.ts";

/** One render that both backends do. */
export interface ProofCase {
  readonly values: Values;
  readonly release: { readonly name: string; readonly namespace: string };
  readonly capabilities: { readonly kubeVersion: string; readonly apiVersions: readonly string[] };
}

/** A render with the release and cluster that people have most often. */
export function usualCase(values: object): ProofCase {
  return {
    values: values as Values,
    release: { name: "r", namespace: "default" },
    capabilities: { kubeVersion: ASSUMED_KUBERNETES, apiVersions: [] },
  };
}

export interface CaseOptions {
  readonly bases: readonly object[];
  readonly kubeVersions: readonly string[];
  readonly mend?: ((values: Values) => Values) | undefined;
}

/** Of ten random values, how many are mended: the others show the guards at work. */
const MENDED = 9;

/** Random renders: values over one of the bases, names that YAML or a length limit trips over, clusters old and new. */
export function randomCases(chart: HelmChart, { bases, kubeVersions, mend }: CaseOptions): fc.Arbitrary<ProofCase> {
  const asked = apiVersionsOf(chart);
  const random = randomValues(chart, bases);
  const mended = mend === undefined ? random : random.map(mend);
  return fc.record({
    values: fc.oneof({ weight: MENDED, arbitrary: mended }, { weight: 10 - MENDED, arbitrary: random }),
    release: fc.record({
      name: fc.constantFrom(...releaseNames(chart.metadata.name)),
      namespace: fc.constantFrom("default", "kube-system", "no", "1e3", "0x10", `${"n".repeat(62)}s`),
    }),
    capabilities: fc.record({
      kubeVersion: fc.oneof(
        { weight: 49, arbitrary: fc.constantFrom(...kubeVersions) },
        { weight: 1, arbitrary: fc.constantFrom(...versionsBelow(chart.metadata.minimumKubernetes)) },
      ),
      apiVersions: fc.subarray(asked),
    }),
  });
}

/** Helm takes up to 53 characters. One that holds the chart's name becomes the whole name of the resources. */
function releaseNames(chart: string): string[] {
  return ["r", "no", "1e3", "0x1f", `${"long-".repeat(10)}end`, `my-${chart}`.slice(0, 53), chart.slice(0, 53), "a.b"];
}

/**
 * The floor itself and the version that is assumed. None with a vendor's suffix, "-eks-1234567" or "+k3s1": Helm 3 drops it
 * from what `--kube-version` gives, Helm 4 keeps it, and a chart may print it.
 */
export function supportedVersions(minimum: string): string[] {
  return [`v${minimum}`, ASSUMED_KUBERNETES];
}

function versionsBelow(minimum: string): string[] {
  const [major, minor = 1] = minimum.split(".").map(Number);
  return [`v${major}.${minor - 1}.99`, `v${major}.${minor - 1}.9-eks-1234567`];
}

/** Every API version that the chart or a subchart asks the cluster for. */
function apiVersionsOf(chart: HelmChart): string[] {
  const found = new Set<string>();
  const visit = (node: { kind: string; apiVersion?: string }) => {
    if (node.kind === "hasApiVersion" && node.apiVersion !== undefined) found.add(node.apiVersion);
  };
  for (const { object, condition } of chart.templates) {
    visitTree(object(), visit);
    if (condition !== undefined) visitExpression(condition, visit);
  }
  for (const { refuse } of chart.guards) visitExpression(refuse.node, visit);
  if (chart.notesTree !== undefined) visitTree(chart.notesTree, visit);
  return [...found, ...chart.subcharts.flatMap((subchart) => apiVersionsOf(subchart.chart))];
}

/** A case for Helm. */
export function helmRequest(id: string, { values, release, capabilities }: ProofCase): RenderRequest {
  return { chart: id, release, capabilities, values: valuesFile(values) };
}

/** A case for `toManifests`. */
export function concreteAnswer(
  chart: HelmChart,
  proofCase: ProofCase,
  embedded: boolean,
  observe?: (event: EvaluationEvent) => void,
): ConcreteAnswer {
  const options: RenderOptions = { ...proofCase, embedded, ...(observe && { observe }) };
  try {
    return toManifests(chart, options);
  } catch (error) {
    return error instanceof ChartRefusal ? error : (error as Error);
  }
}
