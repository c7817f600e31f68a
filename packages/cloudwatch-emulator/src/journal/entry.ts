import type { CredentialSource } from "../identity/credential.ts";
import type { LogEvent } from "../logs/batch.ts";

/** The classes of log groups (API_CreateLogGroup). */
export type LogGroupClass = "STANDARD" | "INFREQUENT_ACCESS" | "DELIVERY" | "ESSENTIALS";

/** One change of the stored logs, and one line of the data file. `at` is in milliseconds since 1970-01-01 UTC. */
export type JournalEntry =
  | {
      type: "group-created";
      at: number;
      group: string;
      class: LogGroupClass;
      kmsKeyId?: string;
      tags?: Record<string, string>;
      deletionProtection?: true;
    }
  | { type: "group-deleted"; at: number; group: string }
  | { type: "retention-set"; at: number; group: string; days: number }
  | { type: "stream-created"; at: number; group: string; stream: string }
  | EventsStored;

/** What one PutLogEvents call stored. */
export interface EventsStored {
  type: "events-stored";
  at: number;
  group: string;
  stream: string;
  requestId: string;
  /** Who signed the call. */
  signer: Signer;
  events: readonly LogEvent[];
}

export interface Signer {
  accessKeyId: string;
  arn: string;
  source: CredentialSource;
}
