#!/usr/bin/env node
import { realpathSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { iamCommand } from "./iam/iam-command.ts";
import { UnfitInput } from "./unfit-input.ts";

const EXIT_CODES = `
Exit codes: 0 done, 1 failed (the values do not allow it), 2 wrong usage (an option does)
DEBUG=1 prints stack traces.`;

/** Runs one command line and returns its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const program = new Command("shelltrail")
    .description("CloudTrail for the shells in an EKS cluster: what goes with the chart.")
    .addHelpText("after", EXIT_CODES)
    .showHelpAfterError("Try shelltrail --help.");
  program.addCommand(iamCommand());
  settleCommands(program);
  try {
    await program.parseAsync(argv, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { stack, message } = error as Error;
    process.stderr.write(`shelltrail: ${process.env.DEBUG ? stack : message}\n`);
    return error instanceof UnfitInput && error.isUsage ? 2 : 1;
  }
}

/** Commands that are added, and not made by `command()`, inherit none of this. */
function settleCommands(command: Command): void {
  command
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "shelltrail: ")) });
  for (const inner of command.commands) settleCommands(inner);
}

// Not import.meta.main: Node 22 has none.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) {
  process.exitCode = await main(process.argv.slice(2));
}
