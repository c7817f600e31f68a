import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [
    {
      // The AWS SDK's "module" builds are for bundlers: Node cannot import them. Its "node" builds come after them in `exports`.
      name: "sdk-for-node",
      config(config) {
        const resolve = config.ssr?.resolve;
        if (resolve?.conditions) {
          resolve.conditions = resolve.conditions.filter((condition) => condition !== "module");
        }
      },
    },
  ],
  test: {
    // Fetches botocore's service descriptions once; two test files must not do it at the same time.
    globalSetup: ["./vitest.global-setup.ts"],
    // Tests make RSA keys and start processes; a busy machine must not fail them.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
