import { parseCriLine } from "../feeder/cri-line.ts";
import { recordLine, shapeOf } from "../feeder/record.ts";

/** What became of the records of a run. */
export interface Tally {
  readonly sent: number;
  /** Different records that arrived whole. */
  readonly arrived: number;
  readonly lost: number;
  /** Copies beyond the first. */
  readonly duplicates: number;
  /** Messages that are a piece of a record, or a record with other bytes. */
  readonly broken: number;
  /** Messages that are no record: Falco's stderr, other containers. */
  readonly foreign: number;
  /** Containers of which a record's first copy arrived before that of an earlier one. */
  readonly outOfOrder: number;
  /** Whether the last record of every container arrived. */
  readonly newestArrived: boolean;
}

/**
 * Compares what arrived with what was sent, byte for byte.
 * @param sent number of records by container
 * @param messages in the order in which the API accepted them
 */
export function tally(sent: ReadonlyMap<string, number>, messages: Iterable<string>): Tally {
  const arrivals = new Map<string, Arrivals>(
    [...sent.keys()].map((name) => [name, { seen: new Set(), highest: -1, inOrder: true }]),
  );
  let duplicates = 0;
  let broken = 0;
  let foreign = 0;
  for (const message of messages) {
    const found = readMessage(message);
    const of = typeof found === "object" ? arrivals.get(found.container) : undefined;
    if (found === "broken") {
      broken++;
    } else if (found === "foreign" || of === undefined) {
      foreign++;
    } else if (of.seen.has(found.number)) {
      duplicates++;
    } else {
      of.seen.add(found.number);
      of.inOrder &&= found.number > of.highest;
      of.highest = Math.max(of.highest, found.number);
    }
  }
  const all = [...arrivals.values()];
  const total = [...sent.values()].reduce((sum, count) => sum + count, 0);
  const arrived = all.reduce((sum, { seen }) => sum + seen.size, 0);
  const outOfOrder = all.filter(({ inOrder }) => !inOrder).length;
  const newestArrived = [...sent].every(([name, count]) => count === 0 || arrivals.get(name)?.highest === count - 1);
  return { sent: total, arrived, lost: total - arrived, duplicates, broken, foreign, outOfOrder, newestArrived };
}

interface Arrivals {
  readonly seen: Set<number>;
  highest: number;
  inOrder: boolean;
}

/**
 * The record in a message. Shippers without `log_key` wrap it: `{"log":"TIME stdout F RECORD"}`; it counts as whole then too.
 * Bytes that are no UTF-8 cannot be in an API of JSON: U+FFFD in their place is what was sent.
 */
export function readMessage(message: string): { container: string; number: number } | "broken" | "foreign" {
  const text = shapeOf(message) === undefined ? unwrapped(message) : message;
  const shape = shapeOf(text);
  if (shape === undefined) return isPiece(text) ? "broken" : "foreign";
  return text === recordLine(shape).toString() ? { container: shape.container, number: shape.number } : "broken";
}

/** Text from the start, the middle or the end of a record: its first key or its padding is in it. */
function isPiece(text: string): boolean {
  return text.startsWith('{"seq":') || text.includes('"shape":"') || /([0-9a-z]+\.)\1\1/.test(text);
}

function unwrapped(message: string): string {
  try {
    const { log } = JSON.parse(message) as { log?: unknown };
    if (typeof log !== "string") return message;
    return parseCriLine(Buffer.from(log))?.content.toString() ?? log;
  } catch {
    return message;
  }
}
