import { invalidParameter } from "../aws-error.ts";

/** Where the emulated service is. */
export interface ServicePlace {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
  region: string;
  /** 12 digits. */
  account: string;
}

/** The partition that a region belongs to. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** `arn:aws:logs:REGION:ACCOUNT:log-group:NAME`, without the `:*` that most policies need. */
export function logGroupArn({ partition, region, account }: ServicePlace, name: string): string {
  return `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
}

/** `arn:aws:logs:REGION:ACCOUNT:log-group:NAME:log-stream:STREAM`; with no stream, what IAM judges operations on a group by. */
export function logStreamArn(place: ServicePlace, group: string, stream = ""): string {
  return `${logGroupArn(place, group)}:log-stream:${stream}`;
}

/**
 * The name of the group that a request means, by `logGroupName` or by `logGroupIdentifier` (a name or an ARN).
 * @throws InvalidParameterException when it gives both or none, or the ARN of something else.
 */
export function requestedGroup(
  input: { logGroupName?: string; logGroupIdentifier?: string },
  place: ServicePlace,
): string {
  const { logGroupName, logGroupIdentifier } = input;
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalidParameter("Exactly one of logGroupName and logGroupIdentifier must be specified.");
  }
  return logGroupName ?? groupOfIdentifier(logGroupIdentifier as string, place);
}

/** The name of a group from a name or an ARN. */
export function groupOfIdentifier(identifier: string, place: ServicePlace): string {
  if (!identifier.startsWith("arn:")) {
    return identifier;
  }
  const prefix = logGroupArn(place, "");
  if (!identifier.startsWith(prefix) || identifier.endsWith(":*")) {
    throw invalidParameter(`The specified logGroupIdentifier is not the ARN of a log group here: ${identifier}`);
  }
  return identifier.slice(prefix.length);
}
