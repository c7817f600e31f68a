import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { load } from "js-yaml";
import { diffChart, type FileDifference, readFolder } from "./diff-chart.ts";

/**
 * Writes a chart's files as a folder that holds them and nothing else. They are written beside the folder first and then
 * swapped in by renaming, so an error or an abort leaves the folder as it was; a folder that is equal already is not touched.
 * @param files what `toTemplates` gives
 * @param signal stops the work; the folder is then as it was
 * @returns what was different before
 * @throws Error when the folder holds something that is not this chart
 */
export async function writeChart(
  folder: string,
  files: ReadonlyMap<string, string>,
  signal?: AbortSignal,
): Promise<readonly FileDifference[]> {
  const target = existsSync(folder) ? realpathSync(folder) : resolve(folder);
  clearAbandoned(target);
  assertReplaceable(folder, target, chartName(files.get("Chart.yaml")));
  const differences = diffChart(readFolder(target), files);
  if (differences.length === 0) return differences;

  const created = mkdirSync(dirname(target), { recursive: true });
  const [fresh, old] = [siblingOf(target, "new"), siblingOf(target, "old")];
  try {
    for (const [path, content] of files) {
      signal?.throwIfAborted();
      const file = join(fresh, assertInside(path));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    signal?.throwIfAborted();
    swap(fresh, target, old);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (created !== undefined) rmSync(created, { recursive: true, force: true });
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
  return differences;
}

/** Synchronous: a signal is handled before or after, never between the two renames. */
function swap(fresh: string, target: string, old: string): void {
  const present = existsSync(target);
  if (present) renameSync(target, old);
  try {
    renameSync(fresh, target);
  } catch (error) {
    if (present && !existsSync(target)) renameSync(old, target);
    throw error;
  }
}

function siblingOf(target: string, state: "new" | "old"): string {
  return join(dirname(target), `${siblingPrefix(target)}${state}-${process.pid}-${randomBytes(3).toString("hex")}`);
}

function siblingPrefix(target: string): string {
  return `.${basename(target)}.helm-kit-`;
}

/** Runs that were killed leave their folders behind; one that died between the two renames left the chart in its "old" one. */
function clearAbandoned(target: string): void {
  const parent = dirname(target);
  if (!existsSync(parent)) return;
  const prefix = siblingPrefix(target);
  for (const name of readdirSync(parent)) {
    const [, state, owner] = name.startsWith(prefix)
      ? (/^(new|old)-(\d+)-[0-9a-f]+$/.exec(name.slice(prefix.length)) ?? [])
      : [];
    if (owner === undefined || isRunning(Number(owner))) continue;
    if (state === "old" && !existsSync(target)) renameSync(join(parent, name), target);
    else rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Never deletes somebody's folder: only an empty one, or an earlier synth of the same chart, is replaced. */
function assertReplaceable(folder: string, target: string, name: string | undefined): void {
  if (!existsSync(target)) return;
  const advice = "choose another folder, or empty it yourself if nothing in it is needed";
  if (!statSync(target).isDirectory()) throw new Error(`${folder} is a file: choose a folder for the chart`);
  const entries = readdirSync(target);
  if (entries.length === 0) return;
  if (entries.includes(".git")) throw new Error(`${folder} is the root of a Git repository: choose a folder inside it`);
  const chartFile = join(target, "Chart.yaml");
  if (!existsSync(chartFile)) throw new Error(`${folder} is not empty and is no chart (no Chart.yaml): ${advice}`);
  const found = chartName(readFileSync(chartFile, "utf8"));
  if (found === undefined || found !== name) {
    const holds = found === undefined ? "a Chart.yaml without a name" : `the chart "${found}"`;
    throw new Error(`${folder} holds ${holds}, not "${name}": ${advice}`);
  }
}

function chartName(chartYaml: string | undefined): string | undefined {
  try {
    const name = (load(chartYaml ?? "") as { name?: unknown } | null)?.name;
    return typeof name === "string" ? name : undefined;
  } catch {
    return undefined;
  }
}

function assertInside(path: string): string {
  if (path.split(/[/\\]/).includes("..") || /^([/\\]|[A-Za-z]:)/.test(path)) {
    throw new Error(`${path} would lie outside of the chart: give the template or file a path inside`);
  }
  return path;
}
