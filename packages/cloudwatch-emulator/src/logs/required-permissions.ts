import type { LogsOperation } from "./input-shapes.ts";
import { groupOfIdentifier, logGroupArn, logStreamArn, type ServicePlace } from "./names.ts";

/** One permission: an IAM action on a resource. */
export interface Permission {
  action: string;
  resource: string;
}

interface NamedInput {
  logGroupName?: unknown;
  logGroupIdentifier?: unknown;
  logStreamName?: unknown;
  tags?: unknown;
}

/**
 * What a request needs, as IAM judges it: on a stream by the stream's ARN, on a group by an ARN that ends in `:log-stream:`, which
 * `log-group:NAME:*` covers and `log-group:NAME` does not; only tags go by the latter (LogGroup in the API reference: `arn` and
 * `logGroupArn`).
 */
export function requiredPermissions(
  operation: LogsOperation,
  { logGroupName, logGroupIdentifier, logStreamName, tags }: NamedInput,
  place: ServicePlace,
): Permission[] {
  const named = typeof logGroupName === "string" ? logGroupName : logGroupIdentifier;
  const group = typeof named === "string" ? groupOfIdentifier(named, place) : "";
  const stream = typeof logStreamName === "string" ? logStreamName : "";
  const permissions = [{ action: `logs:${operation}`, resource: logStreamArn(place, group, stream) }];
  if (operation === "CreateLogGroup" && tags !== undefined && tags !== null) {
    // "To assign tags when you create a log group, you must have either the logs:TagResource or logs:TagLogGroup permission."
    permissions.push({ action: "logs:TagResource", resource: logGroupArn(place, group) });
  }
  return permissions;
}
