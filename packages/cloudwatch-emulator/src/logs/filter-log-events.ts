import { invalidParameter, notFound } from "../aws-error.ts";
import { comparePositions, type EventPosition, eventId, parseEventId } from "./event-position.ts";
import { endOfPage } from "./get-log-events.ts";
import { earliestBackwardSearch, maxPageEvents } from "./limits.ts";
import type { LogGroup, LogStore } from "./log-store.ts";
import { firstAfter, type LogStream, type StoredEvent } from "./log-stream.ts";
import { requestedGroup, type ServicePlace } from "./names.ts";
import { pageToken, readPageToken } from "./page-token.ts";
import { checkReadable } from "./readable.ts";

export interface FilterLogEventsInput {
  logGroupName?: string;
  logGroupIdentifier?: string;
  logStreamNames?: string[];
  logStreamNamePrefix?: string;
  /** Inclusive, in milliseconds since 1970-01-01 UTC. */
  startTime?: number;
  /** Inclusive, unlike GetLogEvents'. */
  endTime?: number;
  filterPattern?: string;
  nextToken?: string;
  limit?: number;
  startFromHead?: boolean;
  interleaved?: boolean;
}

/** A page of a group's events, its streams interleaved by time. */
export function filterLogEvents(store: LogStore, place: ServicePlace, input: FilterLogEventsInput) {
  const group = store.group(requestedGroup(input, place));
  checkReadable(group);
  if (input.filterPattern) {
    throw invalidParameter("cloudwatch-emulator does not know filterPattern: filter by time and by stream.");
  }
  const { startTime = 0, endTime = Number.MAX_SAFE_INTEGER, limit = maxPageEvents } = input;
  const { nextToken: _, limit: __, startFromHead: ___, ...question } = input;
  const token = readPageToken(question, input.nextToken);
  const forward = token ? token.startsWith("f") : (input.startFromHead ?? true);
  if (!forward && startTime < earliestBackwardSearch) {
    throw invalidParameter("startFromHead can be false only when startTime is on or after Jan 1, 2024 00:00:00 UTC.");
  }
  const range = rangeOf(forward, token === undefined ? undefined : parseEventId(token.slice(1)), startTime, endTime);
  const candidates = selectStreams(group, input)
    .flatMap((stream) => take(stream, range, forward, limit + 1))
    .sort((a, b) => (forward ? comparePositions(a, b) : comparePositions(b, a)));
  const page = candidates.slice(0, endOfPage(candidates, 0, candidates.length, limit));
  const last = page.at(-1);
  return {
    events: page.map((event) => ({
      logStreamName: event.batch.logStreamName,
      timestamp: event.timestamp,
      message: event.message,
      ingestionTime: event.batch.ingestionTime,
      eventId: eventId(event),
    })),
    // "As of May 15, 2020, this parameter is no longer supported. This parameter returns an empty list."
    searchedLogStreams: [],
    ...(last &&
      candidates.length > page.length && { nextToken: pageToken(question, `${forward ? "f" : "b"}${eventId(last)}`) }),
  };
}

interface Range {
  /** Exclusive. */
  after: EventPosition;
  /** Exclusive. */
  before: EventPosition;
}

function rangeOf(forward: boolean, last: EventPosition | undefined, startTime: number, endTime: number): Range {
  const range = { after: { timestamp: startTime, arrival: 0 }, before: { timestamp: endTime + 1, arrival: 0 } };
  if (last) range[forward ? "after" : "before"] = last;
  return range;
}

function take(stream: LogStream, { after, before }: Range, forward: boolean, count: number): readonly StoredEvent[] {
  const { events } = stream;
  const low = firstAfter(events, after);
  const high = firstAfter(events, before, true);
  return forward ? events.slice(low, Math.min(high, low + count)) : events.slice(Math.max(low, high - count), high);
}

function selectStreams({ streams }: LogGroup, input: FilterLogEventsInput): LogStream[] {
  const { logStreamNames, logStreamNamePrefix } = input;
  if (logStreamNames && logStreamNamePrefix !== undefined) {
    throw invalidParameter("logStreamNames and logStreamNamePrefix cannot be specified together.");
  }
  if (logStreamNames) {
    return [...new Set(logStreamNames)].map((name) => {
      const stream = streams.get(name);
      if (!stream) throw notFound("log stream");
      return stream;
    });
  }
  return [...streams.values()].filter(({ name }) => name.startsWith(logStreamNamePrefix ?? ""));
}
