#!/usr/bin/env node
import { realpathSync } from "node:fs";
import { basename, relative, resolve, sep } from "node:path";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { ASSUMED_KUBERNETES, toManifests } from "./chart/manifests.ts";
import { toTemplates } from "./chart/templates.ts";
import { diffChart, type FileDifference, readFolder } from "./synth/diff-chart.ts";
import { loadChart } from "./synth/load-chart.ts";
import { manifestsAsJson, manifestsAsYaml } from "./synth/print-manifests.ts";
import { readValues } from "./synth/read-values.ts";
import { assertValuesUsed } from "./synth/unused-values.ts";
import { writeChart } from "./synth/write-chart.ts";

const EXIT_CODES = `
Exit codes: 0 done, 1 failed (with --check: the folder differs), 2 wrong usage
DEBUG=1 prints stack traces.`;

/** Runs one command line and returns its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  const program = new Command("helm-kit")
    .description("Writes typed charts as Helm charts, or renders them without Helm.")
    .addHelpText("after", EXIT_CODES)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "helm-kit: ")) })
    .showHelpAfterError("Try helm-kit --help.");

  program
    .command("synth")
    .description("write a chart as a folder of Helm templates")
    .argument("<chart>", "module whose default export is a chart, or a function that makes one in a cdk8s scope")
    .requiredOption("--out <folder>", "folder to write; it holds the chart and nothing else")
    .option("--check", "write nothing; fail when the folder differs")
    .action(async (file: string, { out, check }: { out: string; check?: true }) => {
      code = await (check ? checkFolder(file, out) : synth(file, out));
    });

  program
    .command("template")
    .description("render a chart without Helm and print its objects")
    .argument("<chart>", "module whose default export is a chart, or a function that makes one in a cdk8s scope")
    .option("-f, --values <file>", "values file; may be given again, later ones win", append)
    .option("--name <release>", "name of the release (default: the chart's)")
    .option("--namespace <namespace>", "namespace of the release", "default")
    .option("--kube-version <version>", "Kubernetes version to render for", kubernetesVersion, ASSUMED_KUBERNETES)
    .option("--api-versions <version>", "API version that the cluster serves; may be given again", append)
    .addOption(new Option("--output <format>", "how to print").choices(["yaml", "json"]).default("yaml"))
    .action(template);

  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof Interrupted) return error.exitCode;
    process.stderr.write(`helm-kit: ${process.env.DEBUG ? stackOf(error) : (error as Error).message}\n`);
    return 1;
  }
}

function append(item: string, list: readonly string[] = []): readonly string[] {
  return [...list, item];
}

function kubernetesVersion(text: string): string {
  if (!/^v?\d+\.\d+(\.\d+)?([-+].*)?$/.test(text)) {
    throw new InvalidArgumentError("It must be like v1.34.4.");
  }
  return text.startsWith("v") ? text : `v${text}`;
}

async function synth(file: string, out: string): Promise<number> {
  const started = performance.now();
  const files = await filesOf(file, out);
  const differences = await uninterrupted((signal) => writeChart(out, files, signal));
  const milliseconds = Math.round(performance.now() - started);
  process.stdout.write(`${out}: ${files.size} files, ${milliseconds} ms (${counted(differences)})\n`);
  return 0;
}

async function checkFolder(file: string, out: string): Promise<number> {
  const started = performance.now();
  const files = await filesOf(file, out);
  const differences = diffChart(readFolder(out), files);
  if (differences.length === 0) {
    const milliseconds = Math.round(performance.now() - started);
    process.stdout.write(`${out}: ${files.size} files, ${milliseconds} ms (as its source)\n`);
    return 0;
  }
  const lines = differences.flatMap(({ path, kind, excerpt }) => [
    `  ${kind.padEnd(7)} ${path}`,
    ...excerpt.map((line) => `            ${line}`),
  ]);
  const fix = [...thisCommand(), "synth", file, "--out", out].map(quoted).join(" ");
  process.stderr.write(
    [`helm-kit: ${out} is not what ${file} gives (${counted(differences)}):`, ...lines, `To fix it: ${fix}`, ""].join(
      "\n",
    ),
  );
  return 1;
}

/** The chart's files, once everything about it has been found right. */
async function filesOf(file: string, out: string): Promise<Map<string, string>> {
  if (`${resolve(file)}`.startsWith(resolve(out) + sep)) {
    throw new Error(`${file} lies inside ${out}, which synth replaces: choose another folder for --out`);
  }
  const chart = await loadChart(file);
  assertValuesUsed(chart);
  return toTemplates(chart);
}

/** "2 changed", "1 changed, 1 new, 1 removed", "none changed". */
function counted(differences: readonly FileDifference[]): string {
  const words = { changed: "changed", missing: "new", extra: "removed" } as const;
  const counts = Object.entries(words).flatMap(([kind, word]) => {
    const count = differences.filter((difference) => difference.kind === kind).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return counts.join(", ") || "none changed";
}

interface TemplateOptions {
  readonly values?: readonly string[];
  readonly name?: string;
  readonly namespace: string;
  readonly kubeVersion: string;
  readonly apiVersions?: readonly string[];
  readonly output: "yaml" | "json";
}

async function template(file: string, options: TemplateOptions): Promise<void> {
  const values = readValues(options.values ?? []);
  const chart = await loadChart(file);
  const rendered = toManifests(chart, {
    values,
    release: { name: options.name ?? chart.metadata.name, namespace: options.namespace },
    capabilities: { kubeVersion: options.kubeVersion, apiVersions: options.apiVersions ?? [] },
  });
  process.stdout.write(options.output === "json" ? manifestsAsJson(rendered) : manifestsAsYaml(rendered));
}

class Interrupted extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super("interrupted");
    this.exitCode = exitCode;
  }
}

/** Lets `work` clean up after Ctrl-C. Before it nothing is on disk, and a chart that never ends must die at once. */
async function uninterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onSignal = (_name: NodeJS.Signals, number: number) => controller.abort(new Interrupted(128 + number));
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    return await work(controller.signal);
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

/** How this program was started, so that the advice can be pasted. */
function thisCommand(): string[] {
  const script = process.argv[1] ?? "helm-kit";
  if (!/^cli\.[jt]s$/.test(basename(script))) return ["npx", "helm-kit"];
  return ["node", ...process.execArgv, relative(process.cwd(), script)];
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? `${error.stack}` : `${error.stack}\ncaused by ${stackOf(error.cause)}`;
}

// Not import.meta.main: Node 22 has none.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) {
  process.exitCode = await main(process.argv.slice(2));
}
