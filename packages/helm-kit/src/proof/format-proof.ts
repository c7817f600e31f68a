import { type Difference, MISSING } from "./compare.ts";
import type { Counterexample, ProofReport } from "./prove-chart.ts";
import { valuesFile } from "./random-values.ts";

/** A proof for people: counts, coverage, what was not hit, and every counterexample with all that is needed to repeat it. */
export function formatProof(report: ProofReport): string {
  const { runs, rendered, refused, engines, seconds, coverage, counterexamples } = report;
  const renders = Math.round((runs * engines.length) / seconds);
  return [
    `${report.chart}: ${runs} renders on each of Helm ${engines.join(" and ")}, seed ${report.seed}: ${counterexamples.length === 0 ? "equal" : "NOT EQUAL"}`,
    `  rendered ${rendered} (${percent(rendered, runs)}), refused alike: ${refused.guards} by guards, ${refused.kubeVersion} by kubeVersion, ${refused.schema} by schema`,
    `  ${seconds.toFixed(1)} s, ${renders} renders/s with comparison`,
    "",
    ...table([
      ["", "exist", "hit"],
      ...coverage.summary.map(({ kind, count, hit }) => [kind, String(count), String(hit)]),
    ]),
    ...coverage.missing.map((missing) => `  not hit: ${missing}`),
    ...counterexamples.flatMap((counterexample) => ["", ...formatCounterexample(counterexample)]),
    "",
  ].join("\n");
}

/** Differences that are printed of one counterexample. */
const MOST_DIFFERENCES = 5;

export function formatCounterexample({ engine, case: found, differences }: Counterexample): string[] {
  const { values, release, capabilities } = found;
  return [
    `Helm ${engine} and toManifests differ for`,
    `  values: ${valuesFile(values)}`,
    `  release ${release.name} in ${release.namespace}, Kubernetes ${capabilities.kubeVersion}, API versions [${capabilities.apiVersions.join(", ")}]`,
    ...differences
      .slice(0, MOST_DIFFERENCES)
      .flatMap((difference) => formatDifference(difference).map((line) => `  ${line}`)),
    ...(differences.length > MOST_DIFFERENCES ? [`  and ${differences.length - MOST_DIFFERENCES} more`] : []),
  ];
}

/** A difference: where, and what each side has there. */
export function formatDifference({ where, path, helm, typescript }: Difference): string[] {
  return [
    `${where}${path === "" ? "" : `: ${valuesFile(path)}`}`,
    `  Helm:       ${shown(helm)}`,
    `  TypeScript: ${shown(typescript)}`,
  ];
}

function shown(held: unknown): string {
  if (held === MISSING) return "(missing)";
  const text = valuesFile(held);
  return text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)}%`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ")}`.trimEnd(),
  );
}
