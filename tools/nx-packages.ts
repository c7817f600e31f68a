// Nx plugin of this workspace: every package gets `test` and `typecheck`, so that `nx affected -t test` reaches what a change
// concerns. `npm test` runs both for the whole workspace in one process each, which is quicker than one for each package.
import type { CreateNodes } from "@nx/devkit";

export const name = "packages";

export const createNodes: CreateNodes = [
  "packages/*/package.json",
  (files) =>
    files.map((file) => {
      const root = file.slice(0, -"/package.json".length);
      return [file, { projects: { [root]: { targets: targetsOf(root) } } }];
    }),
];

function targetsOf(root: string) {
  const executor = "@shelltrail/nx-helm:run";
  const project = root.slice("packages/".length);
  // Not in the cache: the tests of charts run Helm and the tests of nx-helm read the whole workspace.
  return {
    test: { executor, options: { argv: ["node", "node_modules/vitest/vitest.mjs", "run", "--project", project] } },
    typecheck: { executor, options: { argv: ["node", "node_modules/typescript/bin/tsc", "--build", root] } },
  };
}
