import { AwsError, invalidParameter } from "../aws-error.ts";
import type { EventsStored, JournalEntry, LogGroupClass, Signer } from "../journal/entry.ts";
import { judgeBatch, type LogEvent, type RejectedLogEventsInfo } from "./batch.ts";
import {
  type DescribeLogGroupsInput,
  type DescribeLogStreamsInput,
  describeLogGroups,
  describeLogStreams,
  sequenceToken,
} from "./describe.ts";
import { type FilterLogEventsInput, filterLogEvents } from "./filter-log-events.ts";
import { type GetLogEventsInput, getLogEvents } from "./get-log-events.ts";
import type { LogsOperation } from "./input-shapes.ts";
import { retentionDays } from "./limits.ts";
import type { LogStore } from "./log-store.ts";
import type { ServicePlace } from "./names.ts";

/** What an operation sees of its call. */
export interface Call {
  store: LogStore;
  place: ServicePlace;
  /** The server's clock, in milliseconds since 1970-01-01 UTC. */
  now: number;
  requestId: string;
  signer: Signer;
  maxEventBytes?: number | undefined;
  /** Events at both ends of a batch that a fault rejects. */
  forcedRejection?: { tooOld?: number; expired?: number; tooNew?: number } | undefined;
}

/** What an operation does: its answer (none is an empty body), and the change it makes, if any. */
export interface Outcome {
  output?: object;
  entry?: JournalEntry;
}

/** Answers one checked request. It changes nothing itself: the caller applies the entry. Throws AwsError. */
export const operations: Record<LogsOperation, (input: never, call: Call) => Outcome> = {
  CreateLogGroup: createLogGroup,
  CreateLogStream: createLogStream,
  PutLogEvents: putLogEvents,
  PutRetentionPolicy: putRetentionPolicy,
  DescribeLogGroups: (input: DescribeLogGroupsInput, { store, place }) => ({
    output: describeLogGroups(store, place, input),
  }),
  DescribeLogStreams: (input: DescribeLogStreamsInput, { store, place }) => ({
    output: describeLogStreams(store, place, input),
  }),
  GetLogEvents: (input: GetLogEventsInput, { store, place }) => ({ output: getLogEvents(store, place, input) }),
  FilterLogEvents: (input: FilterLogEventsInput, { store, place }) => ({
    output: filterLogEvents(store, place, input),
  }),
  DeleteLogGroup: deleteLogGroup,
};

interface CreateLogGroupInput {
  logGroupName: string;
  kmsKeyId?: string;
  tags?: Record<string, string>;
  logGroupClass?: LogGroupClass;
  deletionProtectionEnabled?: boolean;
}

function createLogGroup(input: CreateLogGroupInput, { store, now }: Call): Outcome {
  const { logGroupName, kmsKeyId, tags, logGroupClass = "STANDARD", deletionProtectionEnabled } = input;
  if (logGroupName.startsWith("aws/")) {
    throw invalidParameter("Log groups starting with 'aws/' are reserved for AWS.");
  }
  if (store.groups.has(logGroupName)) {
    throw alreadyExists("log group");
  }
  const entry: JournalEntry = {
    type: "group-created",
    at: now,
    group: logGroupName,
    class: logGroupClass,
    ...(kmsKeyId !== undefined && { kmsKeyId }),
    ...(tags && { tags }),
    ...(deletionProtectionEnabled && { deletionProtection: true }),
  };
  return { entry };
}

function createLogStream(input: { logGroupName: string; logStreamName: string }, { store, now }: Call): Outcome {
  const group = store.group(input.logGroupName);
  if (group.streams.has(input.logStreamName)) {
    throw alreadyExists("log stream");
  }
  return { entry: { type: "stream-created", at: now, group: group.name, stream: input.logStreamName } };
}

interface PutLogEventsInput {
  logGroupName: string;
  logStreamName: string;
  logEvents: LogEvent[];
}

function putLogEvents(input: PutLogEventsInput, call: Call): Outcome {
  const { store, now, requestId, signer, maxEventBytes, forcedRejection } = call;
  const stream = store.stream(input.logGroupName, input.logStreamName);
  const { retentionInDays } = store.group(input.logGroupName);
  const events = input.logEvents.map(({ timestamp, message }) => ({ timestamp, message }));
  const verdict = judgeBatch(events, { now, retentionInDays, maxEventBytes });
  const { start, end, rejected } = forcedRejection ? reject(forcedRejection, events.length, verdict) : verdict;
  const entry: EventsStored = {
    type: "events-stored",
    at: now,
    group: input.logGroupName,
    stream: stream.name,
    requestId,
    signer,
    events: events.slice(start, end),
  };
  return {
    output: { nextSequenceToken: sequenceToken(stream), ...(rejected && { rejectedLogEventsInfo: rejected }) },
    ...(end > start && { entry }),
  };
}

/** The verdict of a fault, together with the one that the timestamps earned. */
function reject(
  { tooOld = 0, expired = 0, tooNew = 0 }: NonNullable<Call["forcedRejection"]>,
  length: number,
  verdict: { start: number; end: number; rejected?: RejectedLogEventsInfo },
): { start: number; end: number; rejected: RejectedLogEventsInfo } {
  const oldEnd = Math.min(length, Math.max(tooOld, verdict.rejected?.tooOldLogEventEndIndex ?? 0));
  const expiredEnd = Math.min(length, Math.max(expired, verdict.rejected?.expiredLogEventEndIndex ?? 0));
  const newStart = Math.max(0, Math.min(length - tooNew, verdict.rejected?.tooNewLogEventStartIndex ?? length));
  return {
    start: Math.max(oldEnd, expiredEnd),
    end: Math.max(newStart, oldEnd, expiredEnd),
    rejected: {
      ...(newStart < length && { tooNewLogEventStartIndex: newStart }),
      ...(oldEnd > 0 && { tooOldLogEventEndIndex: oldEnd }),
      ...(expiredEnd > 0 && { expiredLogEventEndIndex: expiredEnd }),
    },
  };
}

function putRetentionPolicy(input: { logGroupName: string; retentionInDays: number }, { store, now }: Call): Outcome {
  if (!retentionDays.includes(input.retentionInDays)) {
    throw invalidParameter(
      `1 validation error detected: Value '${input.retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${retentionDays.join(", ")}]`,
    );
  }
  const group = store.group(input.logGroupName);
  if (group.class === "DELIVERY") {
    throw invalidParameter("The retention of a log group of the class DELIVERY cannot be changed.");
  }
  return { entry: { type: "retention-set", at: now, group: group.name, days: input.retentionInDays } };
}

function deleteLogGroup(input: { logGroupName: string }, { store, now }: Call): Outcome {
  const group = store.group(input.logGroupName);
  if (group.deletionProtection) {
    throw new AwsError(
      "ValidationException",
      "The log group is protected against deletion. Disable the protection first.",
    );
  }
  return { entry: { type: "group-deleted", at: now, group: group.name } };
}

function alreadyExists(what: "log group" | "log stream"): AwsError {
  return new AwsError("ResourceAlreadyExistsException", `The specified ${what} already exists`);
}
