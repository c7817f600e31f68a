import type { Signer } from "../journal/entry.ts";
import { comparePositions, type EventPosition } from "./event-position.ts";

/** What one PutLogEvents call stored in a stream. */
export interface StoredBatch {
  requestId: string;
  logGroupName: string;
  logStreamName: string;
  /** Milliseconds since 1970-01-01 UTC. */
  ingestionTime: number;
  signer: Signer;
  events: number;
  /** Messages in UTF-8 and 26 bytes for each. */
  bytes: number;
}

/** One event, where it is kept. */
export interface StoredEvent extends EventPosition {
  message: string;
  batch: StoredBatch;
}

/** A log stream and its events. */
export class LogStream {
  readonly name: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly creationTime: number;
  readonly batches: StoredBatch[] = [];
  bytes = 0;
  #events: StoredEvent[] = [];
  #inOrder = true;

  constructor(name: string, creationTime: number) {
    this.name = name;
    this.creationTime = creationTime;
  }

  add(batch: StoredBatch, events: readonly StoredEvent[]): void {
    const last = this.#events.at(-1);
    const first = events[0];
    // Batches arrive in order nearly always; sorting waits until somebody reads.
    if (last && first && comparePositions(first, last) < 0) this.#inOrder = false;
    for (const event of events) this.#events.push(event);
    this.batches.push(batch);
    this.bytes += batch.bytes;
  }

  /** All events, by timestamp and then by arrival. */
  get events(): readonly StoredEvent[] {
    if (!this.#inOrder) {
      this.#events.sort(comparePositions);
      this.#inOrder = true;
    }
    return this.#events;
  }

  get eventCount(): number {
    return this.#events.length;
  }
}

/** Index of the first event after a position, or at it when `inclusive`. */
export function firstAfter(events: readonly StoredEvent[], position: EventPosition, inclusive = false): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = comparePositions(events[middle] as StoredEvent, position);
    if (order < 0 || (order === 0 && !inclusive)) low = middle + 1;
    else high = middle;
  }
  return low;
}
