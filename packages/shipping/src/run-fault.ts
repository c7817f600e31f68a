import type { FluentBit } from "@shelltrail/lab/fluent-bit";
import { Bench, type Recipe, type Trial } from "./bench.ts";
import { type Fault, USUAL_FEED } from "./faults/fault.ts";
import type { Tally } from "./tally/tally.ts";

/** What a fault did to the records of one configuration. */
export interface Outcome extends Tally {
  readonly fault: string;
  readonly recipe: Recipe;
  readonly engine: string;
  /** From the end of the fault, or of the last write when that is later, to the last record's arrival. */
  readonly secondsToDrain: number;
  /** Highest resident memory of Fluent Bit, bytes. */
  readonly peakMemory: number;
  /** The engine's warnings and errors, each once, without time and numbers. */
  readonly complaints: readonly string[];
}

/** Runs one fault against one configuration, from an empty node to an idle one. */
export async function runFault(
  fault: Fault,
  recipe: Recipe,
  fluentBit: FluentBit,
  scale: number,
  trial: readonly Trial[] = [],
): Promise<Outcome> {
  await using bench = await Bench.open({
    fluentBit,
    recipe,
    scale,
    trial,
    feed: { ...USUAL_FEED, ...fault.feed },
    ...(fault.identity !== undefined && { identity: fault.identity }),
    ...(fault.bufferLimit !== undefined && { bufferLimit: fault.bufferLimit }),
    ...(fault.diskBytes !== undefined && { diskBytes: fault.diskBytes }),
  });
  await fault.run(bench);
  const secondsToDrain = await bench.drained();
  if (!bench.engine.running) {
    throw new Error(`Fluent Bit ended by itself in the fault ${fault.name}:\n${bench.engine.log().slice(-3000)}`);
  }
  return {
    fault: fault.name,
    recipe,
    engine: fluentBit.version,
    ...bench.tally(),
    secondsToDrain: Math.round(secondsToDrain * 10) / 10,
    peakMemory: bench.engine.peakMemory,
    complaints: complaintsIn(bench.engine.log()),
  };
}

/** Warnings and errors of Fluent Bit's own log, each once: times and numbers would make every one another. */
export function complaintsIn(log: string): string[] {
  const lines = log
    .split("\n")
    .map((line) => /^\[[^\]]*\] \[ *(warn|error)\] (.*)/.exec(line))
    .filter((match) => match !== null)
    .map(([, level, text = ""]) => `${level}: ${text.replaceAll(/'?[0-9]+(-[0-9.]+\.flb)?'?/g, "N")}`);
  return [...new Set(lines)];
}
