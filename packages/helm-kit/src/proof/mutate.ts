import type { RenderAnswer, Renderer } from "@shelltrail/helm-engines";
import type { HelmChart } from "../chart/helm-chart.ts";
import { toTemplates } from "../chart/templates.ts";
import { type FunctionName, type FunctionRow, functionTable } from "../expression/functions.ts";
import { type PrinterRule, printerRules } from "../expression/printer-rules.ts";
import { compareAnswers } from "./compare.ts";
import { concreteAnswer, helmRequest, type ProofCase } from "./proof-case.ts";
import { proofCases } from "./prove-chart.ts";
import { specimenParts } from "./specimen.ts";
import { wrongRows } from "./wrong-functions.ts";
import { wrongRules } from "./wrong-rules.ts";

/** One thing that is broken on purpose. */
export interface Mutant {
  /** "function trunc evaluates: one more" */
  readonly name: string;
  /** Breaks it. @returns what mends it */
  break(): () => void;
}

/** Every mistake of the two tables: in what a function evaluates to, in how it is printed, and in a rule of the printer. */
export function allMutants(): Mutant[] {
  const rows = Object.entries(wrongRows) as [FunctionName, (typeof wrongRows)[FunctionName]][];
  const functions = rows.flatMap(([name, { evaluate, go, operands = 0 }]) => [
    ...Object.entries(evaluate).map(([what, wrong]) => brokenRow(name, `evaluates: ${what}`, { evaluate: wrong })),
    ...go.map((wrong) => brokenRow(name, `printed as ${wrong}`, { go: wrong })),
    ...otherOrders(functionTable[name], operands).map((wrong) =>
      brokenRow(name, `printed in order ${wrong.join(", ")}`, { order: wrong }),
    ),
  ]);
  const rules = (Object.keys(wrongRules) as PrinterRule[]).flatMap((rule) =>
    Object.entries(wrongRules[rule]).map(([what, wrong]) => brokenRule(rule, what, wrong)),
  );
  return [...functions, ...rules];
}

/** Every order of the operands but the right one. */
function otherOrders({ order }: FunctionRow, operands: number): number[][] {
  const given = Array.from({ length: operands }, (_, index) => index);
  const right = (order === "as given" ? given : order).join();
  return permutations(given).filter((other) => other.join() !== right);
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) => permutations(items.filter((item) => item !== first)).map((rest) => [first, ...rest]));
}

function brokenRow(name: FunctionName, what: string, wrong: Partial<FunctionRow>): Mutant {
  return {
    name: `function ${name} ${what}`,
    break: () => replaceIn(functionTable, name, { ...functionTable[name], ...wrong }),
  };
}

function brokenRule(rule: PrinterRule, what: string, wrong: unknown): Mutant {
  return { name: `rule ${rule}: ${what}`, break: () => replaceIn(printerRules, rule, wrong) };
}

function replaceIn(table: object, key: string, wrong: unknown): () => void {
  const entries = table as Record<string, unknown>;
  const right = entries[key];
  entries[key] = wrong;
  return () => {
    entries[key] = right;
  };
}

/** A chart with the cases that are tried on it, and what Helm said while nothing was broken. */
interface Exhibit {
  readonly id: string;
  readonly chart: HelmChart;
  readonly embedded: boolean;
  readonly cases: readonly ProofCase[];
  readonly files: string;
  readonly answers: readonly RenderAnswer[];
}

export interface MutationReport {
  readonly mutants: number;
  readonly caught: number;
  /** Names of what nobody noticed: the specimen is too weak there. */
  readonly survivors: readonly string[];
  readonly seconds: number;
}

/**
 * Breaks one thing at a time and looks whether the proof of the specimen notices: a difference, a template that does not
 * parse, or a printer that refuses.
 * @param runs random cases for each part of the specimen; most mutants are caught by the first few
 */
export async function proveMutants(
  renderer: Renderer,
  mutants: readonly Mutant[],
  { runs, seed }: { runs: number; seed: number },
): Promise<MutationReport> {
  const started = performance.now();
  const exhibits: Exhibit[] = [];
  for (const part of specimenParts()) {
    const id = `${part.chart.metadata.name}${part.embedded ? " alone" : ""}`;
    const cases = proofCases(part.chart, part, part.fewRuns ?? runs, seed);
    const files = toTemplates(part.chart, part.embedded);
    await renderer.load(id, { files: Object.fromEntries(files) });
    const answers = await renderer.renderAll(cases.map((proofCase) => helmRequest(id, proofCase)));
    const exhibit = { ...part, id, cases, files: textOf(files), answers };
    if (!(await agrees(renderer, exhibit))) throw new Error(`The proof of ${id} fails before anything is broken`);
    exhibits.push(exhibit);
  }
  const survivors: string[] = [];
  for (const mutant of mutants) {
    const mend = mutant.break();
    try {
      if (!(await isCaught(renderer, exhibits))) survivors.push(mutant.name);
    } finally {
      mend();
    }
  }
  const seconds = (performance.now() - started) / 1000;
  return { mutants: mutants.length, caught: mutants.length - survivors.length, survivors, seconds };
}

async function isCaught(renderer: Renderer, exhibits: readonly Exhibit[]): Promise<boolean> {
  for (const exhibit of exhibits) {
    try {
      if (!(await agrees(renderer, exhibit))) return true;
    } catch {
      // The printer refused, or Helm did not load the chart.
      return true;
    }
  }
  return false;
}

/** Cases that are rendered before anyone looks: a mutant that shows at once costs no more. */
const STEP = 4;

async function agrees(renderer: Renderer, exhibit: Exhibit): Promise<boolean> {
  const { id, chart, embedded, cases } = exhibit;
  const files = toTemplates(chart, embedded);
  const printedAsBefore = textOf(files) === exhibit.files;
  const mutated = `${id} mutated`;
  if (!printedAsBefore) await renderer.load(mutated, { files: Object.fromEntries(files) });
  for (let from = 0; from < cases.length; from += STEP) {
    const some = cases.slice(from, from + STEP);
    const helm = printedAsBefore
      ? exhibit.answers.slice(from, from + STEP)
      : await renderer.renderAll(some.map((proofCase) => helmRequest(mutated, proofCase)));
    const differ = some.some(
      (proofCase, at) =>
        compareAnswers(helm[at] as RenderAnswer, concreteAnswer(chart, proofCase, embedded)).length > 0,
    );
    if (differ) return false;
  }
  return true;
}

function textOf(files: ReadonlyMap<string, string>): string {
  return JSON.stringify([...files]);
}
