import { shelltrailChart } from "@shelltrail/chart-shelltrail";
import type { Identity, Partition } from "@shelltrail/eks-iam";
import {
  ChartRefusal,
  Field,
  mergeValues,
  type RenderedChart,
  readValues,
  toManifests,
  type ValuesDeclaration,
} from "@shelltrail/helm-kit";
import { App } from "cdk8s";
import { load } from "js-yaml";
import { UnfitInput } from "../unfit-input.ts";
import { confSections } from "./classic-conf.ts";

/** What a release of the chart says about AWS. */
export interface Release {
  readonly cluster: {
    readonly name: string;
    readonly region: string;
    readonly partition: Partition;
    /** "" when the values name none. */
    readonly accountId: string;
  };
  readonly identity: { readonly type: Identity["type"]; readonly roleArn: string };
  /** The ServiceAccount of Fluent Bit's pods, as rendered. */
  readonly serviceAccount: { readonly namespace: string; readonly name: string };
  /** Where Fluent Bit sends records, as its rendered configuration says. */
  readonly logGroup: {
    readonly name: string;
    readonly autoCreate: boolean;
    readonly retentionDays: number | undefined;
  };
  /** Falco's interval, such as "5m"; undefined when this release has no Falco. */
  readonly heartbeat: string | undefined;
}

type Json = Parameters<typeof mergeValues>[0];

/**
 * Renders the chart for values files, later ones over earlier ones, and reads from the result what pods, trust and policy
 * must agree on: names are the chart's business.
 * @throws Error for a file that cannot be read, ChartRefusal for values that the chart refuses, UnfitInput for a release
 * that ships nothing
 */
export function readRelease(files: readonly string[], release: { name: string; namespace: string }): Release {
  const given = readValues(files);
  const chart = shelltrailChart(new App());
  const rendered = refusedWithAdvice(() => toManifests(chart, { values: given, release }));
  const { global } = mergeValues(presetsOf(chart.allValues), given) as unknown as GlobalValues;
  const daemonSet = objectOf(rendered, "aws-for-fluent-bit", "DaemonSet") as DaemonSet | undefined;
  const fluentBitConf = textIn(rendered, "aws-for-fluent-bit", "fluent-bit.conf");
  if (daemonSet === undefined || fluentBitConf === undefined) {
    const message = "is false: this release ships nothing, so it needs nothing in AWS. Set it to true.";
    throw new UnfitInput([{ where: "aws-for-fluent-bit.enabled", message }]);
  }
  const falcoYaml = textIn(rendered, "falco", "falco.yaml");
  return {
    cluster: { accountId: "", partition: "aws", ...global.cluster },
    identity: { type: "irsa", roleArn: "", ...global.identity },
    serviceAccount: {
      namespace: daemonSet.metadata.namespace,
      name: daemonSet.spec.template.spec.serviceAccountName,
    },
    logGroup: logGroupOf(fluentBitConf),
    heartbeat: falcoYaml === undefined ? undefined : (load(falcoYaml) as FalcoYaml).metrics.interval,
  };
}

/** The chart insists on name and region only: a null takes away a default, and the chart's templates have their own. */
interface GlobalValues {
  readonly global: {
    readonly cluster: Pick<Release["cluster"], "name" | "region"> & Partial<Release["cluster"]>;
    readonly identity?: Partial<Release["identity"]>;
  };
}

interface DaemonSet {
  readonly metadata: { readonly namespace: string };
  readonly spec: { readonly template: { readonly spec: { readonly serviceAccountName: string } } };
}

interface FalcoYaml {
  readonly metrics: { readonly interval: string };
}

function logGroupOf(fluentBitConf: string): Release["logGroup"] {
  const outputs = confSections(fluentBitConf).filter(
    ({ kind, keys }) => kind === "OUTPUT" && keys.get("name") === "cloudwatch_logs",
  );
  const names = new Set(outputs.map(({ keys }) => keys.get("log_group_name")));
  const [name] = names;
  const keys = outputs[0]?.keys;
  if (keys === undefined || name === undefined || names.size > 1) {
    throw new Error(`the chart's fluent-bit.conf names ${names.size} log groups; a policy is for one`);
  }
  const retention = keys.get("log_retention_days");
  return {
    name,
    autoCreate: keys.get("auto_create_group") === "true",
    retentionDays: retention === undefined ? undefined : Number(retention),
  };
}

/** The only object of a kind in a component; undefined when the component is off. */
function objectOf({ objects }: RenderedChart, component: string, kind: string): object | undefined {
  const below = `/charts/${component}/templates/`;
  return objects.find(({ template, object }) => template.includes(below) && object.kind === kind)?.object;
}

/** A file in the ConfigMap of a component. */
function textIn(rendered: RenderedChart, component: string, file: string): string | undefined {
  return (objectOf(rendered, component, "ConfigMap") as { data: Record<string, string> } | undefined)?.data[file];
}

function presetsOf(declaration: ValuesDeclaration): Json {
  return Object.fromEntries(
    Object.entries(declaration).map(([key, held]) => [key, held instanceof Field ? held.preset : presetsOf(held)]),
  );
}

/** Somebody who makes the role only now has no ARN to give, and does not need one: a name will do. */
function refusedWithAdvice(render: () => RenderedChart): RenderedChart {
  try {
    return render();
  } catch (error) {
    if (error instanceof ChartRefusal && error.problems.some((problem) => /^\S+\.roleArn is missing/.test(problem))) {
      error.message += '\nThe role need not be there yet: "shelltrail iam stack" makes it with the name in the ARN.';
    }
    throw error;
  }
}
