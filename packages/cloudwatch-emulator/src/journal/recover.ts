import { createReadStream } from "node:fs";
import { truncate } from "node:fs/promises";
import type { JournalEntry } from "./entry.ts";

/** What was found in a data file. */
export interface Recovery {
  entries: number;
  /** Bytes of a last line that was cut short by a kill, now removed; 0 usually. No answer was given for it. */
  tornBytes: number;
}

/**
 * Reads a data file line by line and cuts off a last line that is not whole. A file that does not exist is an empty one.
 * @throws when a line before the last is not an entry, with the file and the line's number.
 */
export async function recover(file: string, apply: (entry: JournalEntry) => void): Promise<Recovery> {
  let entries = 0;
  /** Bytes of whole, good lines so far. */
  let good = 0;
  let total = 0;
  let bad: Error | undefined;
  for await (const line of linesOf(file)) {
    total += line.length;
    if (bad) {
      throw bad;
    }
    try {
      if (line.at(-1) !== newline) throw new Error("it has no end");
      apply(JSON.parse(line.toString().trimEnd()) as JournalEntry);
      entries++;
      good = total;
    } catch (error) {
      // Forgiven when nothing follows.
      bad = new Error(
        `${file}:${entries + 1} is not an entry (${(error as Error).message}), and lines follow it. Remove that line, or start with another file.`,
        { cause: error },
      );
    }
  }
  if (total > good) {
    await truncate(file, good);
  }
  return { entries, tornBytes: total - good };
}

const newline = 0x0a;

/** The lines of a file, each with its newline; the last one possibly without. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
        yield Buffer.concat([...rest, chunk.subarray(start, end + 1)]);
        rest = [];
        start = end + 1;
      }
      if (start < chunk.length) rest.push(chunk.subarray(start));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}
