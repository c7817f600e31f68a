import type { Renderer } from "@shelltrail/helm-engines";
import { functionTable } from "../expression/functions.ts";
import { type ProofReport, proveOn } from "./prove-chart.ts";
import { specimenParts } from "./specimen.ts";

/** Proves every part of the specimen. @param runs renders of each part on each engine */
export async function proveSpecimen(
  renderers: readonly Renderer[],
  { runs, seed }: { runs: number; seed: number },
): Promise<ProofReport[]> {
  const reports: ProofReport[] = [];
  for (const { chart, fewRuns = runs, ...part } of specimenParts()) {
    reports.push(await proveOn(renderers, chart, { ...part, runs: Math.min(runs, fewRuns), seed }));
  }
  return reports;
}

/** Rows of the function table that no chart of these proofs calls. */
export function unusedFunctions(reports: readonly ProofReport[]): string[] {
  const called = new Set(
    reports.flatMap(({ coverage }) => coverage.items.filter(({ kind }) => kind === "function").map(({ name }) => name)),
  );
  return Object.keys(functionTable).filter((name) => !called.has(name));
}
