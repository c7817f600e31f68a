import { goTools, type PinnedHelmVersion, type Renderer, startRenderer } from "@shelltrail/helm-engines";
import fc from "fast-check";
import type { HelmChart } from "../chart/helm-chart.ts";
import { ChartRefusal } from "../chart/manifests.ts";
import { toTemplates } from "../chart/templates.ts";
import type { Values } from "../values/coalesce.ts";
import { compareAnswers, type Difference } from "./compare.ts";
import { Coverage } from "./coverage.ts";
import {
  concreteAnswer,
  helmRequest,
  type ProofCase,
  randomCases,
  supportedVersions,
  usualCase,
} from "./proof-case.ts";
import { smallestCase } from "./smallest-case.ts";

export interface ProofOptions {
  /** Values that are rendered as they are and that random ones are laid over: the chart's examples. */
  readonly bases?: readonly object[];
  /** Brings what guards ask for together into random values, for most of them: without it few would render. */
  readonly mend?: (values: Values) => Values;
  /** Renders on each engine, the defaults and bases among them. */
  readonly runs?: number;
  /** The same seed gives the same renders. */
  readonly seed?: number;
  /** Versions of Helm; all that helm-engines can batch. */
  readonly engines?: readonly PinnedHelmVersion[];
  /** Versions of Kubernetes at or above the chart's floor; some below it are mixed in. */
  readonly kubeVersions?: readonly string[];
  /** The chart as a parent carries it, without `global`. */
  readonly embedded?: boolean;
}

/** Values, release and cluster for which Helm and `toManifests` disagree. */
export interface Counterexample {
  readonly engine: string;
  readonly case: ProofCase;
  readonly differences: readonly Difference[];
}

export interface ProofReport {
  readonly chart: string;
  readonly seed: number;
  /** Renders on each engine. */
  readonly runs: number;
  readonly rendered: number;
  /** Refusals on which both backends agree, by stage. */
  readonly refused: Readonly<Record<ChartRefusal["stage"], number>>;
  /** The first of each engine, cut down to the values that matter; the proof stops there. */
  readonly counterexamples: readonly Counterexample[];
  readonly coverage: Coverage;
  readonly engines: readonly PinnedHelmVersion[];
  readonly seconds: number;
}

/** Cases per message to the engines: their answers are compared, and forgotten, together. */
const BATCH = 100;

/**
 * Shows that Helm and `toManifests` give the same objects, or refuse alike, for defaults, bases and random values that the
 * chart's schema accepts. Counterexamples are in the report, not thrown.
 */
export async function proveChart(chart: HelmChart, options: ProofOptions = {}): Promise<ProofReport> {
  const engines = options.engines ?? [goTools.renderer3.version, goTools.renderer4.version];
  const renderers = await Promise.all(engines.map((engine) => startRenderer({ engine })));
  try {
    return await proveOn(renderers, chart, options);
  } finally {
    await Promise.all(renderers.map((renderer) => renderer.close()));
  }
}

/** `proveChart` with engines that are running already. */
export async function proveOn(
  renderers: readonly Renderer[],
  chart: HelmChart,
  options: ProofOptions,
): Promise<ProofReport> {
  const started = performance.now();
  const { runs = 2000, seed = 1, embedded = false } = options;
  const coverage = new Coverage(chart);
  const refused = { schema: 0, kubeVersion: 0, guards: 0 };
  const counterexamples: Counterexample[] = [];
  const { name } = chart.metadata;
  const files = Object.fromEntries(toTemplates(chart, embedded));
  for (const renderer of renderers) await renderer.load(name, { files });

  const cases = proofCases(chart, options, runs, seed);
  for (let from = 0; from < cases.length && counterexamples.length === 0; from += BATCH) {
    const batch = cases.slice(from, from + BATCH);
    const requests = batch.map((proofCase) => helmRequest(name, proofCase));
    const pending = renderers.map((renderer) => renderer.renderAll(requests));
    const typescript = batch.map((proofCase) => concreteAnswer(chart, proofCase, embedded, coverage.observe));
    for (const answer of typescript) if (answer instanceof ChartRefusal) refused[answer.stage]++;
    for (const [index, renderer] of renderers.entries()) {
      const helm = await (pending[index] as (typeof pending)[number]);
      const found = batch.findIndex((_, at) => compareAnswers(helm[at] as never, typescript[at] as never).length > 0);
      if (found < 0) continue;
      const smallest = await smallestCase(batch[found] as ProofCase, (proofCase) =>
        differencesOf(renderer, chart, proofCase, embedded),
      );
      counterexamples.push({ engine: renderer.engine, ...smallest });
    }
  }
  return {
    chart: name,
    seed,
    runs: cases.length,
    rendered: cases.length - refused.schema - refused.kubeVersion - refused.guards,
    refused,
    counterexamples,
    coverage,
    engines: renderers.map(({ engine }) => engine),
    seconds: (performance.now() - started) / 1000,
  };
}

/** Defaults, each base as it is, then random ones. */
export function proofCases(chart: HelmChart, options: ProofOptions, runs: number, seed: number): ProofCase[] {
  const bases = [{}, ...(options.bases ?? [])];
  const kubeVersions = options.kubeVersions ?? supportedVersions(chart.metadata.minimumKubernetes);
  const random = fc.sample(randomCases(chart, { bases, kubeVersions, mend: options.mend }), {
    seed,
    numRuns: Math.max(1, runs - bases.length),
  });
  return [...bases.map(usualCase), ...random];
}

async function differencesOf(
  renderer: Renderer,
  chart: HelmChart,
  proofCase: ProofCase,
  embedded: boolean,
): Promise<Difference[]> {
  const helm = await renderer.render(helmRequest(chart.metadata.name, proofCase));
  return compareAnswers(helm, concreteAnswer(chart, proofCase, embedded));
}
