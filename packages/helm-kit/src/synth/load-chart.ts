import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { App } from "cdk8s";
import { HelmChart } from "../chart/helm-chart.ts";

/**
 * The chart of a module: its default export, or what that gives for a cdk8s scope.
 * @throws Error that names the file and, where the chart's own code threw, its line
 */
export async function loadChart(file: string): Promise<HelmChart> {
  const path = resolve(file);
  if (!existsSync(path)) throw new Error(`${file}: no such file: name the module that exports the chart`);
  let made: unknown;
  try {
    const { default: exported } = (await import(pathToFileURL(path).href)) as { default?: unknown };
    made = typeof exported === "function" ? await exported(new App()) : exported;
  } catch (error) {
    throw new Error(`${placeOf(error) ?? file}: ${messageOf(error)}`, { cause: error });
  }
  if (isHelmChart(made)) return made;
  throw new Error(
    made === undefined
      ? `${file} gives no chart: export default a function that takes a cdk8s scope and returns a HelmChart`
      : `${file} gives something that is no HelmChart of this helm-kit: return what "new HelmChart(…)" made, and look for a second copy with "npm ls @shelltrail/helm-kit"`,
  );
}

/** Not `instanceof`: cdk8s makes that true for every cdk8s chart. */
function isHelmChart(made: unknown): made is HelmChart {
  return typeof made === "object" && made !== null && Object.prototype.isPrototypeOf.call(HelmChart.prototype, made);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const OWN_FOLDER = new URL("..", import.meta.url).href;

/** "charts/web.ts:12": the innermost line of an error's stack that is the author's. */
function placeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const places = (error.stack ?? "").matchAll(/(file:\/\/[^\s()]+?):(\d+)(?::\d+)?\)?$/gm);
  for (const [, url, line] of places) {
    if (url === undefined || url.startsWith(OWN_FOLDER) || url.includes("/node_modules/")) continue;
    return `${relativeToHere(url)}:${line}`;
  }
  return undefined;
}

function relativeToHere(url: string): string {
  const here = pathToFileURL(process.cwd()).href;
  return decodeURIComponent(url.startsWith(`${here}/`) ? url.slice(here.length + 1) : new URL(url).pathname);
}
