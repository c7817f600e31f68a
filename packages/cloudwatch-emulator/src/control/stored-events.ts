import type { LogStore } from "../logs/log-store.ts";

/** Which events to list; all when both are absent. */
export interface EventFilter {
  logGroupName?: string;
  logStreamName?: string;
}

/** One stored event, with what a test wants to know of it. Times are in milliseconds since 1970-01-01 UTC. */
export interface EmulatedEvent {
  logGroupName: string;
  logStreamName: string;
  timestamp: number;
  message: string;
  ingestionTime: number;
  /** Counts from 1, over all groups, in the order of arrival. */
  arrival: number;
  /** The call that brought it. */
  requestId: string;
  /** Who signed that call. */
  accessKeyId: string;
}

/** Stored events, by group and stream; within a stream by timestamp. Duplicates are events of their own. */
export function* storedEvents(
  store: LogStore,
  { logGroupName, logStreamName }: EventFilter = {},
): Generator<EmulatedEvent> {
  for (const group of store.groups.values()) {
    if (logGroupName !== undefined && group.name !== logGroupName) continue;
    for (const stream of group.streams.values()) {
      if (logStreamName !== undefined && stream.name !== logStreamName) continue;
      for (const { timestamp, message, arrival, batch } of stream.events) {
        yield {
          logGroupName: group.name,
          logStreamName: stream.name,
          timestamp,
          message,
          ingestionTime: batch.ingestionTime,
          arrival,
          requestId: batch.requestId,
          accessKeyId: batch.signer.accessKeyId,
        };
      }
    }
  }
}
