import { goTools, type Renderer, startRenderer } from "@shelltrail/helm-engines";
import { Command, InvalidArgumentError, Option } from "commander";
import { formatProof } from "./format-proof.ts";
import { allMutants, type MutationReport, proveMutants } from "./mutate.ts";
import type { ProofReport } from "./prove-chart.ts";
import { proveSpecimen, unusedFunctions } from "./prove-specimen.ts";

interface ProveFlags {
  readonly runs: number;
  readonly seed: number;
  readonly mutate?: true;
  readonly output: "text" | "json";
}

/** Cases of each part of the specimen that a mutant has to live through. */
const MUTANT_RUNS = 150;

/** Proves the specimen, and with `--mutate` that the proof notices every mistake. Exit code 1 when something does not hold. */
async function prove({ runs, seed, mutate, output }: ProveFlags): Promise<void> {
  const renderers = await Promise.all(
    [goTools.renderer3.version, goTools.renderer4.version].map((engine) => startRenderer({ engine })),
  );
  try {
    const reports = await proveSpecimen(renderers, { runs, seed });
    const mutation =
      mutate && (await proveMutants(renderers[0] as Renderer, allMutants(), { runs: MUTANT_RUNS, seed }));
    const problems = problemsOf(reports, mutation);
    console.log(output === "json" ? toJson(reports, mutation, problems) : toText(reports, mutation, problems));
    process.exitCode = problems.length > 0 ? 1 : 0;
  } finally {
    await Promise.all(renderers.map((renderer) => renderer.close()));
  }
}

/** What does not hold: a line each, none when all is well. */
function problemsOf(reports: readonly ProofReport[], mutation: MutationReport | undefined): string[] {
  return [
    ...reports.flatMap(({ chart, counterexamples, coverage }) => [
      ...counterexamples.map(({ engine }) => `${chart}: Helm ${engine} and toManifests differ`),
      ...coverage.missing.map((missing) => `${chart}: not hit: ${missing}`),
    ]),
    ...unusedFunctions(reports).map((name) => `no specimen calls the function ${name}`),
    ...(mutation?.survivors.map((name) => `not caught: ${name}`) ?? []),
  ];
}

function toText(
  reports: readonly ProofReport[],
  mutation: MutationReport | undefined,
  problems: readonly string[],
): string {
  return [
    ...reports.map(formatProof),
    ...(mutation === undefined
      ? []
      : [`${mutation.mutants} mutants, ${mutation.caught} caught (${mutation.seconds.toFixed(1)} s)`]),
    ...problems,
  ].join("\n");
}

function toJson(
  reports: readonly ProofReport[],
  mutation: MutationReport | undefined,
  problems: readonly string[],
): string {
  const proofs = reports.map(({ coverage, ...report }) => ({
    ...report,
    coverage: { summary: coverage.summary, missing: coverage.missing, items: coverage.items },
  }));
  return JSON.stringify({ proofs, ...(mutation && { mutation }), problems }, null, 2);
}

function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

await new Command("prove")
  .description("Proves that the templates helm-kit prints and the manifests it evaluates are the same")
  .option("--runs <n>", "random renders of each part of the specimen on each engine", count, 2000)
  .option("--seed <n>", "the same seed gives the same renders", count, 1)
  .option("--mutate", "also breaks every function and every rule of the printer in turn: all must be caught")
  .addOption(new Option("--output <format>", "how to print").choices(["text", "json"]).default("text"))
  .action(prove)
  .parseAsync();
