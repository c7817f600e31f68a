import { invalidParameter } from "../aws-error.ts";
import {
  dayLength,
  defaultMaxEventBytes,
  eventOverheadBytes,
  maxBatchBytes,
  maxBatchSpan,
  maxEventAge,
  maxEventLead,
} from "./limits.ts";

/** One event as a caller sends it. `timestamp` is in milliseconds since 1970-01-01 UTC. */
export interface LogEvent {
  timestamp: number;
  message: string;
}

/** Which events of an otherwise good batch were not stored (API_RejectedLogEventsInfo). */
export interface RejectedLogEventsInfo {
  /** Index of the first event that is too new. */
  tooNewLogEventStartIndex?: number;
  /** Index after the last event that is too old: "exclusive". */
  tooOldLogEventEndIndex?: number;
  /** Index after the last event older than the group's retention; the reference does not say "exclusive" here, we take it so. */
  expiredLogEventEndIndex?: number;
}

/** What becomes of a batch. */
export interface BatchVerdict {
  /** The size that the limit counts: every event of the batch, stored or not. */
  bytes: number;
  /** The events that are stored: from this index ... */
  start: number;
  /** ... up to, and without, this one. */
  end: number;
  /** Absent when every event is stored. */
  rejected?: RejectedLogEventsInfo;
}

export interface BatchRules {
  /** The server's clock, in milliseconds since 1970-01-01 UTC. */
  now: number;
  /** Days; absent when the group keeps events for ever. */
  retentionInDays?: number | undefined;
  /** 1,048,576 unless a test wants the limit of former years (262,144). */
  maxEventBytes?: number | undefined;
}

/** Bytes that one message counts in a batch. */
export function eventBytes(message: string): number {
  return Buffer.byteLength(message) + eventOverheadBytes;
}

/**
 * Judges a batch of at least one event by the rules of PutLogEvents.
 * @throws InvalidParameterException when the whole batch is refused: too large, an event too large, out of order, more than 24
 *   hours between its valid events.
 */
export function judgeBatch(events: readonly LogEvent[], rules: BatchRules): BatchVerdict {
  const bytes = checkSizes(events, rules.maxEventBytes ?? defaultMaxEventBytes);
  checkOrder(events);

  const tooOld = firstNotBefore(events, rules.now - maxEventAge);
  const expired =
    rules.retentionInDays === undefined ? 0 : firstNotBefore(events, rules.now - rules.retentionInDays * dayLength);
  // Timestamps are whole milliseconds: the first one after the limit is the first not before the millisecond that follows it.
  const end = firstNotBefore(events, rules.now + maxEventLead + 1);
  const start = Math.min(Math.max(tooOld, expired), end);

  const first = events[start];
  const last = events[end - 1];
  if (start < end && first && last && last.timestamp - first.timestamp > maxBatchSpan) {
    throw invalidParameter("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
  const rejected: RejectedLogEventsInfo = {
    ...(end < events.length && { tooNewLogEventStartIndex: end }),
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(expired > 0 && { expiredLogEventEndIndex: expired }),
  };
  return { bytes, start, end, ...(Object.keys(rejected).length > 0 && { rejected }) };
}

function checkSizes(events: readonly LogEvent[], maxEventBytes: number): number {
  let bytes = 0;
  for (const { message } of events) {
    const size = eventBytes(message);
    if (size > maxEventBytes) {
      throw invalidParameter(`Log event too large: ${size} bytes exceeds limit of ${maxEventBytes}`);
    }
    bytes += size;
  }
  if (bytes > maxBatchBytes) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${maxBatchBytes}`);
  }
  return bytes;
}

function checkOrder(events: readonly LogEvent[]): void {
  let previous = 0;
  for (const { timestamp } of events) {
    if (timestamp < previous) {
      throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
    }
    previous = timestamp;
  }
}

/** Index of the first event at or after a time, in a batch that is in order. */
function firstNotBefore(events: readonly LogEvent[], time: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle] as LogEvent).timestamp < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
