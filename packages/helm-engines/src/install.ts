import { findHelm, type HelmBinary, provingHelms } from "./find-helm.ts";
import { goTool } from "./go-tool.ts";
import { type GoToolName, goTools } from "./go-tools.ts";

/** One engine, built. */
export type InstalledEngine = { tool: string; version: string; seconds: number; path: string };

/**
 * Builds every engine that is not there yet.
 * @throws at the first that fails.
 */
export async function installEngines(): Promise<InstalledEngine[]> {
  const engines: InstalledEngine[] = [];
  for (const name of Object.keys(goTools) as GoToolName[]) {
    const { version, seconds, path } = await goTool(name);
    engines.push({ tool: name, version, seconds, path });
  }
  return engines;
}

/** One engine and where it comes from. */
export type EngineVersion = { tool: string; version: string; from: HelmBinary["from"]; default: boolean };

/** What a run proves on: every Helm, the batch renderers and the judges. `default` marks the Helm that `findHelm` returns. */
export async function installedVersions(): Promise<EngineVersion[]> {
  const preferred = await findHelm();
  const helms = (await provingHelms()).map(({ version, from, path }) => ({
    tool: "helm",
    version,
    from,
    default: path === preferred.path,
  }));
  const others = (["renderer3", "renderer4", "kubeconform", "kube-score"] as const).map(async (name) => {
    const { version } = await goTool(name);
    return { tool: name, version, from: "go" as const, default: false };
  });
  return [...helms, ...(await Promise.all(others))];
}
