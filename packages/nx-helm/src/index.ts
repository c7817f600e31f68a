// What Nx loads. nx.json of this workspace names this file by its path, because the name of the package would lead to
// `dist/`, which need not exist: Nx looks for the source of a local plugin through the custom conditions of tsconfig.base.json,
// and reads those with the JavaScript API of TypeScript, which TypeScript 7 does not have. Node strips the types itself; neither
// swc nor a build step is needed. Keep imports of other workspace packages out of here: Nx loads plugins without the condition
// `@shelltrail/source`.
export { type ChartProject, chartProject } from "./chart-project.ts";
export type { Argv, NxHelmOptions } from "./options.ts";
export { createNodes } from "./plugin.ts";
export type { RunOptions } from "./run.ts";
export { chartTargets } from "./targets.ts";

export const name = "@shelltrail/nx-helm";
