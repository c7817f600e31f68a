import { InvalidShipping, type LogGroup, type LogGroupClass, parseArn, type Shipping } from "@shelltrail/eks-iam";
import { type InputProblem, UnfitInput } from "../unfit-input.ts";
import type { Release } from "./release.ts";

/** What a command line says beside the values. */
export interface ShippingOptions {
  readonly oidcProvider?: string;
  readonly kms?: true;
  readonly retention?: number;
  readonly class?: LogGroupClass;
  readonly dataProtection?: true;
  readonly alarmsTopic?: string;
  readonly nodes?: number;
}

/**
 * The input of eks-iam for a release.
 * @throws UnfitInput when the values lack the account, or an option does not go with them
 */
export function shippingOf(release: Release, options: ShippingOptions): Shipping {
  const { cluster, identity, serviceAccount, heartbeat } = release;
  const problems = optionProblems(release, options);
  // A role of IRSA may be of another account than the cluster, and the log group is where the role writes.
  const accountId = (identity.type === "irsa" && parseArn(identity.roleArn)?.accountId) || cluster.accountId;
  if (accountId === "") {
    problems.push({
      where: "global.cluster.accountId",
      message:
        'is missing. Set it to the AWS account of the role and the log group, 12 digits in quotes: accountId: "012345678901".',
    });
  }
  if (problems.length > 0) throw new UnfitInput(problems);
  return {
    partition: cluster.partition,
    region: cluster.region,
    accountId,
    clusterName: cluster.name,
    serviceAccount,
    identity:
      identity.type === "irsa"
        ? {
            type: "irsa",
            roleArn: identity.roleArn,
            ...(options.oidcProvider !== undefined && { oidcProvider: options.oidcProvider }),
          }
        : { type: identity.type },
    logGroup: logGroupOf(release.logGroup, options),
    ...(options.alarmsTopic !== undefined &&
      heartbeat !== undefined && {
        alarms: {
          topicArn: options.alarmsTopic,
          heartbeatSeconds: secondsOf(heartbeat),
          ...(options.nodes !== undefined && { nodes: options.nodes }),
        },
      }),
  };
}

/** Runs a function of eks-iam; what it refuses is named as the user knows it. */
export function asTheUserKnowsIt<T>(shipping: Shipping, make: (shipping: Shipping) => T): T {
  try {
    return make(shipping);
  } catch (error) {
    if (!(error instanceof InvalidShipping)) throw error;
    throw new UnfitInput(
      error.problems.map(({ path, message }) => ({ where: placeOf(path, shipping.logGroup), message })),
    );
  }
}

/** Where each part of `Shipping` comes from. */
const PLACES: Readonly<Record<string, string>> = {
  accountId: "global.cluster.accountId",
  clusterName: "global.cluster.name",
  partition: "global.cluster.partition",
  region: "global.cluster.region",
  "serviceAccount.namespace": "--namespace",
  "serviceAccount.name": "aws-for-fluent-bit.serviceAccount.name",
  "identity.type": "global.identity.type",
  "identity.roleArn": "global.identity.roleArn",
  "identity.oidcProvider": "--oidc-provider",
  "logGroup.name": "aws-for-fluent-bit.cloudWatchLogs.logGroupName",
  "logGroup.dataProtection": "--data-protection",
  alarms: "--alarms-topic",
  "alarms.topicArn": "--alarms-topic",
  "alarms.heartbeatSeconds": "falco.falco.metrics.interval",
  "alarms.nodes": "--nodes",
};

function placeOf(path: string, logGroup: LogGroup): string {
  if (path !== "logGroup.retentionDays") return PLACES[path] ?? path;
  return logGroup.madeBy === "shipper" ? "aws-for-fluent-bit.cloudWatchLogs.logRetentionDays" : "--retention";
}

const AUTO_CREATE = "aws-for-fluent-bit.cloudWatchLogs.autoCreateGroup";

function optionProblems({ logGroup, heartbeat }: Release, options: ShippingOptions): InputProblem[] {
  const problems: InputProblem[] = [];
  const ofTheGroup = {
    "--kms": options.kms,
    "--retention": options.retention,
    "--class": options.class,
    "--data-protection": options.dataProtection,
    "--alarms-topic": options.alarmsTopic,
  };
  for (const [where, value] of Object.entries(ofTheGroup)) {
    if (value === undefined || !logGroup.autoCreate) continue;
    const instead = where === "--retention" ? " or set aws-for-fluent-bit.cloudWatchLogs.logRetentionDays," : "";
    const message = `is about a log group of the stack, but ${AUTO_CREATE} is true: Fluent Bit makes it. Set that to false,${instead} or leave the option out.`;
    problems.push({ where, message });
  }
  if (options.nodes !== undefined && options.alarmsTopic === undefined) {
    problems.push({ where: "--nodes", message: "is about an alarm, which needs --alarms-topic." });
  }
  if (options.alarmsTopic !== undefined && heartbeat === undefined) {
    const message = "is false: without Falco no heartbeat ever comes. Set it to true, or leave --alarms-topic out.";
    problems.push({ where: "falco.enabled", message });
  }
  return problems;
}

function logGroupOf({ name, autoCreate, retentionDays }: Release["logGroup"], options: ShippingOptions): LogGroup {
  if (autoCreate) return { name, madeBy: "shipper", ...(retentionDays !== undefined && { retentionDays }) };
  return {
    name,
    madeBy: "stack",
    ...(options.retention !== undefined && { retentionDays: options.retention }),
    ...(options.class !== undefined && { class: options.class }),
    ...(options.kms && { kms: true }),
    ...(options.dataProtection && { dataProtection: true }),
  };
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** "5m" is 300; the chart's schema lets no other form through. */
function secondsOf(interval: string): number {
  return Number(interval.slice(0, -1)) * (SECONDS[interval.slice(-1)] ?? Number.NaN);
}
