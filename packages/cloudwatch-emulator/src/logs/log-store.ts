import { notFound } from "../aws-error.ts";
import type { JournalEntry, LogGroupClass } from "../journal/entry.ts";
import { eventBytes } from "./batch.ts";
import { deliveryRetentionDays } from "./limits.ts";
import { LogStream, type StoredBatch } from "./log-stream.ts";

/** A log group and its streams. */
export interface LogGroup {
  name: string;
  /** Milliseconds since 1970-01-01 UTC. */
  creationTime: number;
  class: LogGroupClass;
  kmsKeyId?: string | undefined;
  tags: Readonly<Record<string, string>>;
  deletionProtection: boolean;
  /** Days; absent when events are kept for ever. */
  retentionInDays?: number | undefined;
  streams: Map<string, LogStream>;
}

/** What was ever stored, deleted groups included. */
export interface Totals {
  batches: number;
  events: number;
  bytes: number;
}

/** Everything that is stored, in memory. It changes by entries alone, so that a data file read again makes the same store. */
export class LogStore {
  readonly groups = new Map<string, LogGroup>();
  readonly totals: Totals = { batches: 0, events: 0, bytes: 0 };
  #arrivals = 0;

  /** @throws when the entry does not fit, such as events for a stream that is not there. */
  apply(entry: JournalEntry): void {
    switch (entry.type) {
      case "group-created":
        this.groups.set(entry.group, {
          name: entry.group,
          creationTime: entry.at,
          class: entry.class,
          kmsKeyId: entry.kmsKeyId,
          tags: entry.tags ?? {},
          deletionProtection: entry.deletionProtection ?? false,
          retentionInDays: entry.class === "DELIVERY" ? deliveryRetentionDays : undefined,
          streams: new Map(),
        });
        return;
      case "group-deleted":
        this.groups.delete(entry.group);
        return;
      case "retention-set":
        this.group(entry.group).retentionInDays = entry.days;
        return;
      case "stream-created":
        this.group(entry.group).streams.set(entry.stream, new LogStream(entry.stream, entry.at));
        return;
      case "events-stored": {
        const stream = this.stream(entry.group, entry.stream);
        const batch: StoredBatch = {
          requestId: entry.requestId,
          logGroupName: entry.group,
          logStreamName: entry.stream,
          ingestionTime: entry.at,
          signer: entry.signer,
          events: entry.events.length,
          bytes: entry.events.reduce((sum, { message }) => sum + eventBytes(message), 0),
        };
        stream.add(
          batch,
          entry.events.map(({ timestamp, message }) => ({ timestamp, arrival: ++this.#arrivals, message, batch })),
        );
        this.totals.batches++;
        this.totals.events += batch.events;
        this.totals.bytes += batch.bytes;
        return;
      }
      default:
        throw new Error(`unknown type ${JSON.stringify((entry as { type?: unknown }).type)}`);
    }
  }

  /** @throws ResourceNotFoundException. */
  group(name: string): LogGroup {
    const group = this.groups.get(name);
    if (!group) throw notFound("log group");
    return group;
  }

  /** @throws ResourceNotFoundException, for the group first. */
  stream(groupName: string, name: string): LogStream {
    const stream = this.group(groupName).streams.get(name);
    if (!stream) throw notFound("log stream");
    return stream;
  }

  /** Every batch that is stored, by group and stream, in the order of arrival within a stream. */
  *batches(): Generator<StoredBatch> {
    for (const group of this.groups.values()) {
      for (const stream of group.streams.values()) yield* stream.batches;
    }
  }
}
