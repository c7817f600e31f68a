import { and, eq, type HelmChart, hasPrefix, ne, not, or, regexMatch, withDefault } from "@shelltrail/helm-kit";
import { global } from "./global.ts";

const { cluster, identity } = global;
const region = withDefault(cluster.region, "");

/** Refuses a release that does not say which cluster it records, or whose partition is not its region's. */
export function guardCluster(chart: HelmChart): void {
  chart.guard({
    path: "global.cluster.name",
    refuse: not(cluster.name),
    message: "is missing. Set it to the name of the EKS cluster: every record carries it.",
  });
  chart.guard({
    path: "global.cluster.region",
    refuse: not(cluster.region),
    message:
      "is missing. Set it to the cluster's AWS region, such as eu-central-1: records are sent to CloudWatch Logs there.",
  });
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html: cn-* and us-gov-* have partitions of their own.
  for (const [prefix, partition] of [
    ["cn-", "aws-cn"],
    ["us-gov-", "aws-us-gov"],
  ] as const) {
    chart.guard({
      path: "global.cluster.partition",
      refuse: and(hasPrefix(region, prefix), ne(cluster.partition, partition)),
      message: `does not fit the region ${region}. Set it to ${partition}.`,
    });
    chart.guard({
      path: "global.cluster.partition",
      refuse: and(eq(cluster.partition, partition), cluster.region, not(hasPrefix(region, prefix))),
      message: `${partition} does not fit the region ${region}. Set it to the partition of that region, or the region to one that starts with ${prefix}.`,
    });
  }
}

/** Role path and name: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const ROLE_ARN = "^arn:(aws|aws-cn|aws-us-gov):iam::[0-9]{12}:role/[0-9A-Za-z_+=,.@/-]+$";

/** Refuses an identity that lacks what its type needs, or a role of another partition. */
export function guardIdentity(chart: HelmChart): void {
  chart.guard({
    path: "global.identity.roleArn",
    refuse: and(eq(identity.type, "irsa"), not(identity.roleArn)),
    message:
      "is missing for global.identity.type irsa. Set it to the IAM role of Fluent Bit's ServiceAccount, or set the type to podIdentity, nodeRole or secret.",
  });
  const partition = withDefault(cluster.partition, "aws");
  const roleArn = withDefault(identity.roleArn, "");
  chart.guard({
    path: "global.identity.roleArn",
    refuse: and(identity.roleArn, not(regexMatch(roleArn, ROLE_ARN))),
    message: `${roleArn} is not the ARN of an IAM role. Write arn:${partition}:iam::ACCOUNT:role/NAME, with an account of 12 digits.`,
  });
  chart.guard({
    path: "global.identity.roleArn",
    refuse: and(regexMatch(roleArn, ROLE_ARN), not(hasPrefix(roleArn, `arn:${partition}:`))),
    message: `${roleArn} is not of the partition ${partition}. Use a role of that partition, or set global.cluster.partition.`,
  });
  chart.guard({
    path: "global.identity.roleArn",
    refuse: and(
      identity.roleArn,
      or(eq(identity.type, "podIdentity"), eq(identity.type, "nodeRole"), eq(identity.type, "secret")),
    ),
    message: "is set, but global.identity.type does not use it. Set the type to irsa, or leave roleArn empty.",
  });
  chart.guard({
    path: "global.identity.secretName",
    refuse: and(eq(identity.type, "secret"), not(identity.secretName)),
    message:
      "is missing for global.identity.type secret. Name a Secret with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use irsa.",
  });
}
