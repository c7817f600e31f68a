import type { Identity, LogGroup, Partition, Shipping } from "../shipping.ts";

export const REGIONS: Readonly<Record<Partition, string>> = {
  aws: "eu-central-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
};
export const PARTITIONS = Object.keys(REGIONS) as Partition[];

/** The issuer of an EKS cluster in the partition, without its scheme. */
export function issuerOf(partition: Partition): string {
  const suffix = partition === "aws-cn" ? ".cn" : "";
  return `oidc.eks.${REGIONS[partition]}.amazonaws.com${suffix}/id/0123456789ABCDEF0123456789ABCDEF`;
}

/** Each way to get credentials, complete. */
export function identitiesOf(partition: Partition): Identity[] {
  return [
    {
      type: "irsa",
      oidcProvider: `https://${issuerOf(partition)}`,
      roleArn: `arn:${partition}:iam::012345678901:role/eks/shipper`,
    },
    { type: "podIdentity" },
    { type: "nodeRole" },
    { type: "secret" },
  ];
}

/** Each way a log group can be, by what the title says. */
export const LOG_GROUPS: readonly (readonly [string, LogGroup])[] = [
  ["made beforehand", { name: "/audit/shells", madeBy: "stack" }],
  ["with retention", { name: "/audit/shells", madeBy: "stack", retentionDays: 365 }],
  ["with a key", { name: "/audit/shells", madeBy: "stack", kms: true }],
  ["with masking", { name: "/audit/shells", madeBy: "stack", dataProtection: true }],
  ["infrequently read", { name: "/audit/shells", madeBy: "stack", class: "INFREQUENT_ACCESS", retentionDays: 731 }],
  ["made by Fluent Bit", { name: "/audit/shells", madeBy: "shipper" }],
  ["made by Fluent Bit with retention", { name: "/audit/shells", madeBy: "shipper", retentionDays: 90 }],
];

export function shipping(partition: Partition, change: Partial<Shipping> = {}): Shipping {
  return {
    partition,
    region: REGIONS[partition],
    accountId: "012345678901",
    clusterName: "prod-blue",
    serviceAccount: { namespace: "shelltrail", name: "shipper" },
    identity: { type: "podIdentity" },
    logGroup: { name: "/audit/shells", madeBy: "stack" },
    ...change,
  };
}

/** A topic of the same place, as `alarms.topicArn` takes it. */
export function topicOf(partition: Partition): string {
  return `arn:${partition}:sns:${REGIONS[partition]}:012345678901:on-call`;
}

/** Partition by identity by log group: what every table of tests goes over. */
export function everyShipping(): [string, Shipping][] {
  return PARTITIONS.flatMap((partition) =>
    identitiesOf(partition).flatMap((identity) =>
      LOG_GROUPS.map(([title, logGroup]): [string, Shipping] => [
        `${partition}, ${identity.type}, log group ${title}`,
        shipping(partition, { identity, logGroup }),
      ]),
    ),
  );
}

/** Every text in a tree of JSON. */
export function textsOf(held: unknown): string[] {
  if (typeof held === "string") return [held];
  return typeof held === "object" && held !== null ? Object.values(held).flatMap(textsOf) : [];
}
