#!/usr/bin/env node
import { realpathSync } from "node:fs";
import { parseArgs } from "node:util";
import { installEngines, installedVersions } from "./install.ts";
import { formatTable } from "./table.ts";

const usage = `Usage: helm-engines <command>

Real parts to judge charts by, built from Go modules once and kept in the user's cache folder.

Commands:
  install    build every engine that is not there yet; prints what each took and where it is
  versions   print which engines there are, their versions and where they come from

Options:
  -o, --output table|json   how to print (default: table)
  -h, --help                print this

Exit codes: 0 done, 1 failed, 2 wrong usage
`;

/** Runs one command line and returns its exit code. */
export async function main(argv: string[]): Promise<number> {
  let command: string | undefined;
  let output: string;
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { help: { type: "boolean", short: "h" }, output: { type: "string", short: "o", default: "table" } },
    });
    if (values.help) {
      process.stdout.write(usage);
      return 0;
    }
    if (positionals.length > 1) {
      throw new Error(`too many arguments: ${positionals.slice(1).join(" ")}`);
    }
    [command] = positionals;
    output = values.output;
    if (command !== "install" && command !== "versions") {
      throw new Error(
        command === undefined ? "a command is needed: install or versions" : `unknown command "${command}"`,
      );
    }
    if (output !== "table" && output !== "json") {
      throw new Error(`--output is "${output}"; it must be table or json`);
    }
  } catch (error) {
    process.stderr.write(`helm-engines: ${(error as Error).message}\nTry helm-engines --help.\n`);
    return 2;
  }
  try {
    const rows = command === "install" ? await installEngines() : await installedVersions();
    process.stdout.write(output === "json" ? `${JSON.stringify(rows, null, 2)}\n` : formatTable(rows));
    return 0;
  } catch (error) {
    process.stderr.write(`helm-engines: ${(error as Error).message}\n`);
    return 1;
  }
}

// Not import.meta.main: Node 22 has none.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) {
  process.exitCode = await main(process.argv.slice(2));
}
