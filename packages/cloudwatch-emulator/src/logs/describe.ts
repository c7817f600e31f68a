import { invalidParameter } from "../aws-error.ts";
import type { LogGroupClass } from "../journal/entry.ts";
import { maxDescribePage } from "./limits.ts";
import type { LogGroup, LogStore } from "./log-store.ts";
import type { LogStream } from "./log-stream.ts";
import { groupOfIdentifier, logGroupArn, logStreamArn, requestedGroup, type ServicePlace } from "./names.ts";
import { pageToken, readPageToken } from "./page-token.ts";

export interface DescribeLogGroupsInput {
  logGroupNamePrefix?: string;
  logGroupNamePattern?: string;
  logGroupClass?: LogGroupClass;
  logGroupIdentifiers?: string[];
  nextToken?: string;
  limit?: number;
}

/** A page of log groups, sorted by name. */
export function describeLogGroups(store: LogStore, place: ServicePlace, input: DescribeLogGroupsInput) {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupIdentifiers: identifiers } = input;
  if (prefix !== undefined && pattern !== undefined) {
    throw invalidParameter("logGroupNamePrefix and logGroupNamePattern are mutually exclusive parameters.");
  }
  if (identifiers && (prefix ?? pattern ?? input.logGroupClass) !== undefined) {
    throw invalidParameter("With logGroupIdentifiers, the only other filter is includeLinkedAccounts.");
  }
  const names = identifiers && new Set(identifiers.map((identifier) => groupOfIdentifier(identifier, place)));
  const groups = [...store.groups.values()]
    .filter(({ name }) => name.startsWith(prefix ?? "") && name.includes(pattern ?? ""))
    .filter((group) => input.logGroupClass === undefined || group.class === input.logGroupClass)
    .filter(({ name }) => names === undefined || names.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, nextToken } = page(groups, ({ name }) => name, input);
  const describe = (group: LogGroup) => describeGroup(group, place, pattern !== undefined && pattern !== "");
  return { logGroups: items.map(describe), ...nextToken };
}

function describeGroup(group: LogGroup, place: ServicePlace, brief: boolean) {
  const arn = logGroupArn(place, group.name);
  const identity = { logGroupName: group.name, creationTime: group.creationTime, arn: `${arn}:*` };
  if (brief) {
    // "If you specify logGroupNamePattern, only arn, creationTime, and logGroupName are included" (API_DescribeLogGroups).
    return identity;
  }
  return {
    ...identity,
    ...(group.retentionInDays !== undefined && { retentionInDays: group.retentionInDays }),
    metricFilterCount: 0,
    storedBytes: [...group.streams.values()].reduce((sum, { bytes }) => sum + bytes, 0),
    ...(group.kmsKeyId !== undefined && { kmsKeyId: group.kmsKeyId }),
    logGroupClass: group.class,
    logGroupArn: arn,
    deletionProtectionEnabled: group.deletionProtection,
  };
}

export interface DescribeLogStreamsInput {
  logGroupName?: string;
  logGroupIdentifier?: string;
  logStreamNamePrefix?: string;
  orderBy?: "LogStreamName" | "LastEventTime";
  descending?: boolean;
  nextToken?: string;
  limit?: number;
}

/** A page of log streams, by name or by the time of their last event. */
export function describeLogStreams(store: LogStore, place: ServicePlace, input: DescribeLogStreamsInput) {
  const group = store.group(requestedGroup(input, place));
  const { logStreamNamePrefix: prefix = "", orderBy = "LogStreamName", descending = false } = input;
  if (orderBy === "LastEventTime" && prefix !== "") {
    throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  const lastEvent = (stream: LogStream) => stream.events.at(-1)?.timestamp ?? 0;
  const byName = (a: LogStream, b: LogStream) => (a.name < b.name ? -1 : 1);
  const order =
    orderBy === "LogStreamName" ? byName : (a: LogStream, b: LogStream) => lastEvent(a) - lastEvent(b) || byName(a, b);
  const streams = [...group.streams.values()].filter(({ name }) => name.startsWith(prefix)).sort(order);
  if (descending) streams.reverse();
  const { items, nextToken } = page(streams, ({ name }) => name, input);
  return { logStreams: items.map((stream) => describeStream(stream, group, place)), ...nextToken };
}

function describeStream(stream: LogStream, group: LogGroup, place: ServicePlace) {
  const first = stream.events[0];
  const last = stream.events.at(-1);
  const lastBatch = stream.batches.at(-1);
  return {
    logStreamName: stream.name,
    creationTime: stream.creationTime,
    ...(first && last && { firstEventTimestamp: first.timestamp, lastEventTimestamp: last.timestamp }),
    ...(lastBatch && { lastIngestionTime: lastBatch.ingestionTime, uploadSequenceToken: sequenceToken(stream) }),
    arn: logStreamArn(place, group.name, stream.name),
    // "As of June 17, 2019, this parameter is no longer supported for log streams, and is always reported as zero."
    storedBytes: 0,
  };
}

/** A sequence token, which nobody checks today; 56 digits, as AWS's have. */
export function sequenceToken(stream: LogStream): string {
  return `49${`${stream.batches.length}`.padStart(54, "0")}`;
}

/** A page of a sorted list. The next one begins after the last key, so that no item is skipped when others come. */
function page<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { nextToken, limit = maxDescribePage, ...question }: { nextToken?: string; limit?: number },
): { items: Item[]; nextToken: { nextToken?: string } } {
  const after = readPageToken(question, nextToken);
  const found = after === undefined ? -1 : items.findIndex((item) => keyOf(item) === after);
  if (after !== undefined && found < 0) {
    // What the last page ended with has been deleted since.
    throw invalidParameter("The specified nextToken is invalid.");
  }
  const start = found + 1;
  const selected = items.slice(start, start + limit);
  const last = selected.at(-1);
  const more = last !== undefined && start + limit < items.length;
  return { items: selected, nextToken: more ? { nextToken: pageToken(question, keyOf(last)) } : {} };
}
