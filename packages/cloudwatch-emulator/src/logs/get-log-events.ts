import { invalidParameter } from "../aws-error.ts";
import { eventBytes } from "./batch.ts";
import { type EventPosition, eventId, parseEventId } from "./event-position.ts";
import { maxPageBytes, maxPageEvents } from "./limits.ts";
import type { LogStore } from "./log-store.ts";
import { firstAfter, type StoredEvent } from "./log-stream.ts";
import { requestedGroup, type ServicePlace } from "./names.ts";
import { checkReadable } from "./readable.ts";

export interface GetLogEventsInput {
  logGroupName?: string;
  logGroupIdentifier?: string;
  logStreamName: string;
  /** Inclusive, in milliseconds since 1970-01-01 UTC. */
  startTime?: number;
  /** Exclusive. */
  endTime?: number;
  nextToken?: string;
  limit?: number;
  startFromHead?: boolean;
}

/**
 * A page of one stream's events. A token is `f/POSITION/s`, for the events after a position, or `b/POSITION/s`, for those before:
 * the form AWS's tokens have.
 */
export function getLogEvents(store: LogStore, place: ServicePlace, input: GetLogEventsInput) {
  const groupName = requestedGroup(input, place);
  checkReadable(store.group(groupName));
  const { events } = store.stream(groupName, input.logStreamName);
  const { startTime = 0, endTime, limit = maxPageEvents } = input;
  const low = firstAfter(events, { timestamp: startTime, arrival: 0 });
  const high = endTime === undefined ? events.length : firstAfter(events, { timestamp: endTime, arrival: 0 });
  const token = readToken(input.nextToken);
  const forward = token ? token.forward : (input.startFromHead ?? false);

  let start: number;
  let end: number;
  if (forward) {
    start = Math.max(low, token ? firstAfter(events, token.position) : low);
    end = endOfPage(events, start, Math.max(start, high), limit);
  } else {
    end = Math.min(high, token ? firstAfter(events, token.position, true) : high);
    start = startOfPage(events, Math.min(end, low), end, limit);
  }
  const selected = events.slice(start, end);
  return {
    events: selected.map(({ timestamp, message, batch }) => ({
      timestamp,
      message,
      ingestionTime: batch.ingestionTime,
    })),
    ...pageTokens(selected, token, { timestamp: startTime, arrival: 0 }),
  };
}

interface Token {
  forward: boolean;
  position: EventPosition;
}

function readToken(text: string | undefined): Token | undefined {
  if (text === undefined) {
    return undefined;
  }
  const [, direction, id = ""] = /^([fb])\/(\d+)\/s$/.exec(text) ?? [];
  const position = parseEventId(id);
  if (!position) {
    throw invalidParameter("The specified nextToken is invalid.");
  }
  return { forward: direction === "f", position };
}

/** Tokens are never null; at the end of the stream the token of that direction is the one that was passed in. */
function pageTokens(page: readonly StoredEvent[], token: Token | undefined, start: EventPosition) {
  const first = page[0];
  const last = page.at(-1);
  if (first && last) {
    return { nextForwardToken: printToken("f", last), nextBackwardToken: printToken("b", first) };
  }
  const at = token?.position ?? start;
  // Without events between them, both tokens stand at the same place: on this side of the event a token names, or the other.
  const forward = token?.forward === false ? { ...at, arrival: at.arrival - 1 } : at;
  const backward = token?.forward === false ? at : { ...at, arrival: at.arrival + 1 };
  return { nextForwardToken: printToken("f", forward), nextBackwardToken: printToken("b", backward) };
}

function printToken(direction: "f" | "b", position: EventPosition): string {
  return `${direction}/${eventId({ ...position, arrival: Math.max(0, position.arrival) })}/s`;
}

/** Index after the last event of a page that begins at `start`: it has at least one, and at most 1 MB of them. */
export function endOfPage(events: readonly StoredEvent[], start: number, high: number, limit: number): number {
  let bytes = 0;
  let end = start;
  while (end < high && end - start < limit) {
    bytes += eventBytes((events[end] as StoredEvent).message);
    if (bytes > maxPageBytes && end > start) break;
    end++;
  }
  return end;
}

function startOfPage(events: readonly StoredEvent[], low: number, end: number, limit: number): number {
  let bytes = 0;
  let start = end;
  while (start > low && end - start < limit) {
    bytes += eventBytes((events[start - 1] as StoredEvent).message);
    if (bytes > maxPageBytes && start < end) break;
    start--;
  }
  return start;
}
