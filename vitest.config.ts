import { existsSync, readdirSync } from "node:fs";
import { defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";

// Packages are tested as their sources: the condition leads an import of @shelltrail/* to src/, so nothing has to be built.
const source = "@shelltrail/source";

/** One vitest project for each package with tests beside its sources, and one for tools/. Nothing to register. */
const packages = ["bench", "lab", ...readdirSync("packages").map((name) => `packages/${name}`)];
const folders = [...packages.filter((folder) => existsSync(`${folder}/package.json`)), "tools"];

export default defineConfig({
  test: {
    projects: folders.map((folder) => ({
      // A package adds its own settings, such as a global setup, in a vitest.config.ts beside its package.json.
      ...(existsSync(`${folder}/vitest.config.ts`) && { extends: `./${folder}/vitest.config.ts` }),
      ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
      test: {
        name: folder.replace("packages/", ""),
        root: folder,
        include: [folder === "tools" ? "*.test.ts" : "src/**/*.test.ts"],
        environment: "node",
        execArgv: [`--conditions=${source}`],
      },
    })),
  },
});
