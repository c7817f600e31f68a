#!/usr/bin/env node
// `nx run lab:fluent-bit`: prints the Fluent Bit that tests use, and builds it when there is none.
import { findFluentBit } from "./find.ts";

try {
  const found = await findFluentBit({ build: true });
  console.log(`Fluent Bit ${found?.version} (from ${found?.from}): ${found?.path}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
