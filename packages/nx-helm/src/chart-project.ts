/** A project with a chart: the folder has the marker `src/chart.ts` and a package.json. */
export interface ChartProject {
  /** Folder of the project, from the root of the workspace, with forward slashes. */
  readonly root: string;
  /** Release name that `template` renders with: the package's name without scope and `chart-`. */
  readonly release: string;
  /** Folder that synth writes, from the root of the workspace. */
  readonly out: string;
  /** Whether `out` is under version control, and can therefore drift from its source. */
  readonly committed: boolean;
  /** Values files, from the root of the workspace, that `lint` needs when the defaults alone are refused. */
  readonly lintValues: readonly string[];
}

/** The block `"helm"` of a chart's package.json. */
interface HelmField {
  out?: unknown;
  lintValues?: unknown;
}

/** Source marker of a chart. `Chart.yaml` would not do: unpacked subcharts and synth's own output have one too. */
export const markerGlob = "**/src/chart.ts";

/** Folder of the project that a marker belongs to: `packages/chart-falco/src/chart.ts` -> `packages/chart-falco`. */
export function projectRootOf(marker: string): string {
  return marker.split("/").slice(0, -2).join("/") || ".";
}

export function chartProject(root: string, packageJson: { name?: unknown; helm?: unknown }): ChartProject {
  const where = `${root}/package.json`;
  const field = packageJson.helm ?? {};
  if (typeof field !== "object" || Array.isArray(field)) throw new Error(`${where}: "helm" must be an object`);
  const unknown = Object.keys(field).filter((key) => key !== "out" && key !== "lintValues");
  if (unknown.length > 0)
    throw new Error(`${where}: unknown key helm.${unknown[0]}; "helm" knows "out" and "lintValues"`);
  const { out, lintValues = [] } = field as HelmField;
  if (out !== undefined) assertInside(out, `${where}: helm.out`);
  if (!Array.isArray(lintValues)) throw new Error(`${where}: helm.lintValues must be a list of files`);
  for (const file of lintValues) assertInside(file, `${where}: helm.lintValues`);
  const name = typeof packageJson.name === "string" ? packageJson.name : root;
  return {
    root,
    release: (name.split("/").at(-1) as string).replace(/^chart-/, ""),
    out: out === undefined ? `${root}/dist/chart` : withoutSlash(out as string),
    committed: out !== undefined,
    lintValues: lintValues as string[],
  };
}

/**
 * Refuses two charts of which one writes into the folder of the other. Nx empties a task's outputs before it restores them
 * from the cache, so the outer chart would take the inner one with it.
 */
export function assertSeparateFolders(charts: readonly ChartProject[]): void {
  for (const chart of charts) {
    const other = charts.find((c) => c !== chart && `${c.out}/`.startsWith(`${chart.out}/`));
    if (other !== undefined) {
      throw new Error(
        `${other.root} would write its chart to ${other.out}, inside ${chart.out}, which belongs to ${chart.root}: ` +
          `remove helm.out from ${other.root}/package.json; an umbrella unpacks its component charts itself`,
      );
    }
  }
}

function assertInside(path: unknown, what: string): asserts path is string {
  if (typeof path !== "string" || path === "" || /^([/\\]|[A-Za-z]:)/.test(path) || path.split("/").includes("..")) {
    throw new Error(
      `${what} must be a path from the root of the workspace, like "charts/shelltrail": ${JSON.stringify(path)}`,
    );
  }
}

function withoutSlash(path: string): string {
  return path.replace(/^\.\//, "").replace(/\/+$/, "");
}
