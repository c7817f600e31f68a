import { type Environment, type EvaluationEvent, evaluateExpression } from "../expression/evaluate-expression.ts";
import { isTrue } from "../expression/functions.ts";
import { evaluateText, evaluateTree } from "../structure/evaluate-tree.ts";
import type { Tree } from "../structure/tree.ts";
import { isMap, mergeValues, type Values } from "../values/coalesce.ts";
import { presetsOf } from "../values/schema.ts";
import { schemaProblems } from "../values/validate.ts";
import { supportsKubernetes } from "./chart-yaml.ts";
import { messageOf } from "./guard.ts";
import type { HelmChart } from "./helm-chart.ts";

export interface ReleaseOptions {
  readonly name: string;
  readonly namespace: string;
}

export interface CapabilityOptions {
  /** "v1.34.4" */
  readonly kubeVersion: string;
  /** Served API versions, "apps/v1" or "monitoring.coreos.com/v1/ServiceMonitor". */
  readonly apiVersions?: readonly string[];
}

export interface RenderedChart {
  /** Objects with the template they come from, "web/templates/deployment.yaml". */
  readonly objects: readonly { readonly template: string; readonly object: Record<string, unknown> }[];
  readonly notes: string;
}

/** Why a chart would not render: all problems of the first stage that has any. */
export class ChartRefusal extends Error {
  readonly stage: "schema" | "kubeVersion" | "guards";
  readonly problems: readonly string[];
  /** The problems of each chart by its path, "web/charts/cache": Helm names those of one chart only. */
  readonly parts: readonly { readonly path: string; readonly problems: readonly string[] }[];
  constructor(chart: string, stage: ChartRefusal["stage"], parts: ChartRefusal["parts"]) {
    const problems = [...new Set(parts.flatMap((part) => part.problems))];
    super(`${chart} refuses these values:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
    this.name = "ChartRefusal";
    this.stage = stage;
    this.problems = problems;
    this.parts = parts;
  }
}

export interface RenderOptions {
  /** A user's values, as `helm install -f` takes them. */
  readonly values?: object;
  readonly release: ReleaseOptions;
  readonly capabilities?: CapabilityOptions;
  /** As a parent chart carries it in charts/, where its values.yaml has no `global`. */
  readonly embedded?: boolean;
  /** Told of every branch and function taken. */
  readonly observe?: (event: EvaluationEvent) => void;
}

/** Kubernetes that is assumed where none is named: the newest the project is tested with. */
export const ASSUMED_KUBERNETES = "v1.34.4";

/**
 * Renders the chart without Helm: the same objects that `helm template` gives for the same values, release and
 * capabilities (proof/ shows it).
 * @throws ChartRefusal where Helm would refuse: by schema, Kubernetes version or a guard
 */
export function toManifests(chart: HelmChart, options: RenderOptions): RenderedChart {
  const capabilities = { kubeVersion: ASSUMED_KUBERNETES, apiVersions: [], ...options.capabilities };
  const { name } = chart.metadata;
  const presets = presetsOf(options.embedded ? chart.ownValues : chart.allValues) as Values;
  const values = mergeValues(presets, (options.values ?? {}) as Values);
  const problems = schemaProblems(chart, values, options.embedded);
  if (problems.length > 0) throw new ChartRefusal(name, "schema", [{ path: name, problems }]);
  if (!supportsKubernetes(chart.metadata.minimumKubernetes, capabilities.kubeVersion)) {
    const problem = `chart requires kubeVersion: >=${chart.metadata.minimumKubernetes}-0 which is incompatible with Kubernetes ${capabilities.kubeVersion}`;
    throw new ChartRefusal(name, "kubeVersion", [{ path: name, problems: [problem] }]);
  }
  const charts = renderedCharts(chart, values, name).map((part) => ({
    ...part,
    env: environmentOf(part, options, capabilities),
  }));
  const refused = charts
    .map((part) => ({ path: part.path, problems: guardProblems(part.chart, part.env) }))
    .filter(({ problems }) => problems.length > 0);
  if (refused.length > 0) throw new ChartRefusal(name, "guards", refused);
  const objects = charts.flatMap(({ chart: part, path, env }) =>
    part.templates
      .filter(
        ({ file, condition }) =>
          condition === undefined ||
          observed(env, conditionIdentity(part, file), isTrue(evaluateExpression(condition, env))),
      )
      .map(({ file, object }) => ({
        template: `${path}/templates/${file}`,
        object: evaluateTree(object(), env) as Record<string, unknown>,
      })),
  );
  const notes = chart.notesTree;
  const [own] = charts;
  return { objects, notes: notes === undefined || own === undefined ? "" : evaluateText(notes.lines, own.env) };
}

interface ChartPart {
  readonly chart: HelmChart;
  readonly values: Values;
  readonly path: string;
}

/** The chart and its enabled subcharts, each with the values it sees: its own and `global`, nothing of its siblings. */
function renderedCharts(chart: HelmChart, values: Values, path: string): ChartPart[] {
  const inner = chart.subcharts.flatMap(({ chart: subchart }) => {
    const own = (values[subchart.metadata.name] ?? {}) as Values;
    if (own.enabled === false) return [];
    const global = mergeValues(isMap(own.global) ? own.global : {}, isMap(values.global) ? values.global : {});
    return renderedCharts(subchart, { ...own, global }, `${path}/charts/${subchart.metadata.name}`);
  });
  return [{ chart, values, path }, ...inner];
}

function environmentOf(
  { chart, values }: ChartPart,
  options: RenderOptions,
  capabilities: Required<CapabilityOptions>,
): Environment {
  const { name, version, appVersion } = chart.metadata;
  const env: Environment = {
    roots: {
      Values: values,
      Release: { Name: options.release.name, Namespace: options.release.namespace, Service: "Helm" },
      Chart: { Name: name, Version: version, AppVersion: appVersion },
      Capabilities: { KubeVersion: { Version: capabilities.kubeVersion } },
      Template: {},
    },
    bound: new Map(),
    apiVersions: capabilities.apiVersions,
    files: chart.files,
    include(helperName, at) {
      const body = chart.helpers.get(helperName)?.body;
      if (body === undefined) throw new Error(`no helper ${helperName} in ${name}`);
      const fresh = { ...at, bound: new Map() };
      return body.kind === "map" || body.kind === "list"
        ? evaluateTree(body as Tree, fresh)
        : evaluateHelperText(body as never, fresh);
    },
    template: (file) =>
      chart.templates.filter((template) => template.file === file).map(({ object }) => evaluateTree(object(), env)),
    ...(options.observe && { observe: options.observe }),
  };
  return env;
}

function evaluateHelperText(body: Parameters<typeof evaluateExpression>[0], env: Environment): string {
  return String(evaluateExpression(body, env) ?? "");
}

/** Resource conditions have no structure of their own; the proof counts them under their template. */
const conditionIdentities = new WeakMap<HelmChart, Map<string, object>>();

export function conditionIdentity(chart: HelmChart, file: string): object {
  const known = conditionIdentities.get(chart) ?? new Map<string, object>();
  conditionIdentities.set(chart, known);
  const identity = known.get(file) ?? { template: file };
  known.set(file, identity);
  return identity;
}

function observed(env: Environment, node: object, taken: boolean): boolean {
  env.observe?.({ kind: "branch", node, taken });
  return taken;
}

function guardProblems(chart: HelmChart, env: Environment): string[] {
  return chart.guards
    .filter((guard) => observed(env, guard, isTrue(evaluateExpression(guard.refuse.node, env))))
    .map((guard) => String(evaluateExpression(messageOf(guard), env)));
}
