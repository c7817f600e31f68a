import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CreateNodes, createNodesFromFiles } from "@nx/devkit";
import { assertSeparateFolders, type ChartProject, chartProject, markerGlob, projectRootOf } from "./chart-project.ts";
import { type NxHelmOptions, withDefaults } from "./options.ts";
import { chartTargets } from "./targets.ts";

/**
 * Entry point for Nx: finds the markers and adds the targets. Projects, their names and the edges between them come from
 * the package.json files, which Nx reads by itself.
 */
export const createNodes: CreateNodes<NxHelmOptions> = [
  markerGlob,
  async (markers, options, context) => {
    const settings = withDefaults(options);
    const read = (marker: string) => readChartProject(context.workspaceRoot, projectRootOf(marker));
    assertSeparateFolders(markers.flatMap((marker) => read(marker) ?? []));
    return createNodesFromFiles(
      (marker) => {
        const chart = read(marker);
        return chart === undefined ? {} : { projects: { [chart.root]: { targets: chartTargets(chart, settings) } } };
      },
      markers,
      options,
      context,
    );
  },
];

/** Undefined for a marker in a folder that is no package: nothing for Nx to hang a target on. */
function readChartProject(workspaceRoot: string, root: string): ChartProject | undefined {
  const file = join(workspaceRoot, root, "package.json");
  return existsSync(file) ? chartProject(root, JSON.parse(readFileSync(file, "utf8"))) : undefined;
}
