import { spawn } from "node:child_process";

/** What a finished process left. */
export interface ProcessResult {
  stdout: string;
  stderr: string;
  exitCode: number;
}

export interface ProcessOptions {
  cwd?: string;
  /** The whole environment; the caller's own when absent. */
  env?: NodeJS.ProcessEnv;
  /** Text for standard input; without it the process reads an empty one. */
  input?: string;
}

/**
 * Runs a program with an argv array and collects its output (UTF-8, unbounded).
 * A non-zero exit code is a result, not an error.
 * @throws when the program cannot be started (`code` is `ENOENT` when it does not exist) or a signal ended it.
 */
export function runProcess(
  program: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, env: options.env, stdio: ["pipe", "pipe", "pipe"] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", reject);
    child.on("close", (exitCode, signal) => {
      if (exitCode === null) {
        reject(new Error(`${program} was ended by ${signal}`));
      } else {
        resolve({ stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString(), exitCode });
      }
    });
    // A process that exits without reading its input breaks the pipe; its exit code tells the story.
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
  });
}

/** True for the error of a program that does not exist. */
export function isMissingProgram(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
