import { asExpected, expectedOutcome } from "./expected-outcome.ts";
import type { Outcome } from "./run-fault.ts";

/** The outcomes as a table, the public recipe's losses beside ours. */
export function reportTable(outcomes: readonly Outcome[]): string {
  const faults = [...new Set(outcomes.map(({ fault }) => fault))];
  const rows = faults.map((fault) => {
    const ours = outcomes.find((outcome) => outcome.fault === fault && outcome.recipe === "chart");
    const theirs = outcomes.find((outcome) => outcome.fault === fault && outcome.recipe === "public");
    return [fault, ...(ours ? figures(ours) : NO_FIGURES), theirs ? losses(theirs) : "", ours ? verdict(ours) : ""];
  });
  return table([HEADER, ...rows]);
}

const HEADER = [
  "fault",
  "sent",
  "lost",
  "duplicates",
  "broken",
  "out of order",
  "MiB",
  "drain s",
  "public recipe: lost",
  "expected",
];
const NO_FIGURES = ["", "", "", "", "", "", ""];

function figures({ sent, lost, duplicates, broken, outOfOrder, peakMemory, secondsToDrain }: Outcome): string[] {
  const numbers = [sent, lost, duplicates, broken, outOfOrder, Math.round(peakMemory / 2 ** 20), secondsToDrain];
  return numbers.map(String);
}

function losses({ lost, sent, broken }: Outcome): string {
  return `${lost} of ${sent}${broken > 0 ? `, ${broken} pieces` : ""}`;
}

function verdict(outcome: Outcome): string {
  const expected = expectedOutcome(outcome.fault, outcome.engine);
  if (!asExpected(outcome, expected)) {
    const limits = (["lost", "broken", "duplicates"] as const).filter((key) => expected[key] === "none");
    return `NO: no ${limits.join(", no ")}`;
  }
  return expected.reason === "" ? "yes" : `yes: ${expected.reason}`;
}

/** Columns of text, two spaces between. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}
