import { defineConfig } from "vitest/config";

// One folder for each thing that the lab builds, instead of src/.
export default defineConfig({ test: { include: ["fluent-bit/**/*.test.ts"] } });
