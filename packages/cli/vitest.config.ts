import { defineConfig } from "vitest/config";

// Tests start processes and draw thousands of inputs; a busy machine must not fail them.
export default defineConfig({ test: { testTimeout: 60_000 } });
