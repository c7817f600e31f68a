import type { Signer } from "../journal/entry.ts";
import type { LogStore, Totals } from "../logs/log-store.ts";
import type { RequestTally } from "../request-tally.ts";

/** Numbers of events, batches and bytes (messages in UTF-8 and 26 bytes for each). */
export interface StoredCounts {
  batches: number;
  events: number;
  bytes: number;
}

/** What is stored, and what was asked. */
export interface Counts {
  /** What is stored now. */
  stored: StoredCounts;
  /** What was ever stored: groups that were deleted since included. */
  accepted: StoredCounts;
  groups: Record<string, StoredCounts & { streams: Record<string, StoredCounts> }>;
  /** Operation to result (`ok`, an error's name, `reset`, `hang`, `connection lost`) to number, since the start. */
  requests: Record<string, Record<string, number>>;
  /** Bytes of request bodies over the wire, since the start. */
  wireBytes: number;
}

export function countsOf(store: LogStore, tally: RequestTally): Counts {
  const stored = noCounts();
  const groups: Counts["groups"] = {};
  for (const group of store.groups.values()) {
    const counts = { ...noCounts(), streams: {} as Record<string, StoredCounts> };
    for (const stream of group.streams.values()) {
      const ofStream = { batches: stream.batches.length, events: stream.eventCount, bytes: stream.bytes };
      counts.streams[stream.name] = ofStream;
      add(counts, ofStream);
    }
    groups[group.name] = counts;
    add(stored, counts);
  }
  const accepted: Totals = { ...store.totals };
  return { stored, accepted, groups, requests: tally.toJSON(), wireBytes: tally.wireBytes };
}

/** Who signed what is stored. */
export interface IdentityUse extends Signer, StoredCounts {
  /** Milliseconds since 1970-01-01 UTC. */
  first: number;
  /** Milliseconds since 1970-01-01 UTC. */
  last: number;
}

/** One entry for each access key that signed a stored batch. */
export function identitiesOf(store: LogStore): IdentityUse[] {
  const uses = new Map<string, IdentityUse>();
  for (const { signer, events, bytes, ingestionTime } of store.batches()) {
    const use = uses.get(signer.accessKeyId) ?? { ...signer, ...noCounts(), first: ingestionTime, last: ingestionTime };
    uses.set(signer.accessKeyId, use);
    add(use, { batches: 1, events, bytes });
    use.first = Math.min(use.first, ingestionTime);
    use.last = Math.max(use.last, ingestionTime);
  }
  return [...uses.values()];
}

function noCounts(): StoredCounts {
  return { batches: 0, events: 0, bytes: 0 };
}

function add(sum: StoredCounts, { batches, events, bytes }: StoredCounts): void {
  sum.batches += batches;
  sum.events += events;
  sum.bytes += bytes;
}
