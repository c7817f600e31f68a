import type { Partition, Shipping } from "./shipping.ts";

/** The parts of "arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE". */
export interface Arn {
  readonly partition: Partition;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
}

const ARN = /^arn:(aws|aws-cn|aws-us-gov):([a-z0-9-]+):([a-z0-9-]*):([0-9]{12}|aws|):([^\s]+)$/;

/** The parts of an ARN, or undefined when the text is none of a known partition. */
export function parseArn(text: string): Arn | undefined {
  const [, partition, service, region, accountId, resource] = ARN.exec(text) ?? [];
  if (service === undefined || region === undefined || accountId === undefined || resource === undefined) return;
  return { partition: partition as Partition, service, region, accountId, resource };
}

/**
 * ARN of the log group without the ":*" that the API appends: the form of key policies and tags
 * (iam-access-control-overview-cwl in the CloudWatch Logs user guide).
 */
export function logGroupArn({ partition, region, accountId, logGroup }: Shipping): string {
  return `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroup.name}`;
}

export function clusterArn({ partition, region, accountId, clusterName }: Shipping): string {
  return `arn:${partition}:eks:${region}:${accountId}:cluster/${clusterName}`;
}
