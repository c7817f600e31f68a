import type { Bench } from "../bench.ts";
import type { FeedOptions } from "../feeder/feeder.ts";

/** Something that happens to a node, to Fluent Bit or to CloudWatch Logs while records are written. */
export interface Fault {
  /** As `--only` takes it. */
  readonly name: string;
  /** What happens, in the words of the report. */
  readonly title: string;
  /** One of the few that every `npm test` runs. */
  readonly ci?: true;
  readonly feed?: Partial<FeedOptions>;
  /** `buffer.limit` of the chart, where its default would take too long to reach. */
  readonly bufferLimit?: string;
  /** Where credentials that expire are the point: IRSA's instead of keys. */
  readonly identity?: "irsa";
  /** Bytes of the disk under position and buffer; such a fault needs root. */
  readonly diskBytes?: number;
  /** Starts the engine, writes, does what the title says, and calls `bench.over()` when nothing is wrong any more. */
  run(bench: Bench): Promise<void>;
}

/** A node as it is most of the time: two Falco pods' logs in a rolling update, 700-byte records. */
export const USUAL_FEED: FeedOptions = { containers: 2, bytes: 700, content: "plain", rotateAt: 10 * 1024 * 1024 };

/** Records a second of a busy node. */
export const USUAL_RATE = 200;

/** Writes at the usual rate for a time of the fault's description. */
export function writeFor(bench: Bench, described: number, perSecond = USUAL_RATE): Promise<void> {
  return bench.feeder.write(Math.round(bench.seconds(described) * perSecond), perSecond);
}
