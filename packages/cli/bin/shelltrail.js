#!/usr/bin/env node
// Not dist/cli.js itself: npm links the programs that it finds, and in a checkout it looks before the first build.
import { existsSync } from "node:fs";

const built = new URL("../dist/cli.js", import.meta.url);
if (existsSync(built)) {
  const { main } = await import(built.href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write("shelltrail: not built yet: run npx tsc --build in the checkout\n");
  process.exitCode = 1;
}
