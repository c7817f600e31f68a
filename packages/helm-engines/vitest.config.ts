import { defineConfig } from "vitest/config";

const conditions = ["@shelltrail/source", "node", "import", "module", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["src/**/*.test.ts"],
    // Builds every engine before the first test; on a fresh machine that takes minutes, and two test files must not do it at once.
    globalSetup: ["./vitest.global-setup.ts"],
    // Tests start processes; a busy machine must not fail them.
    testTimeout: 120_000,
    // A Kubernetes version's first schemas come over the network.
    hookTimeout: 600_000,
  },
});
