import { spawn } from "node:child_process";
import type { WriteStream } from "node:fs";

/** Where a step runs, what it writes to and what stops it. */
export interface StepOptions {
  readonly cwd: string;
  /** Takes the step's command line and all of its output. */
  readonly log: WriteStream;
  readonly stop: AbortSignal;
}

/**
 * Runs one program of a build at low priority and appends its output to the log.
 * @throws Error that names the command and the log when it fails; the reason of `stop` when that is what ended it
 */
export async function runStep(program: string, args: readonly string[], options: StepOptions): Promise<void> {
  const { cwd, log, stop } = options;
  stop.throwIfAborted();
  const command = [program, ...args].join(" ");
  log.write(`$ ${command}\n`);
  let tail = "";
  const exit = await new Promise<string>((resolve, reject) => {
    // A process group of its own: make starts compilers, and all of them have to stop with it.
    const child = spawn("nice", [program, ...args], { cwd, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const end = () => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
    };
    stop.addEventListener("abort", end, { once: true });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        log.write(chunk);
        tail = (tail + chunk.toString()).slice(-2000);
      });
    }
    child.once("error", reject);
    child.once("close", (code, signal) => {
      stop.removeEventListener("abort", end);
      resolve(code === 0 ? "" : code === null ? `was ended by ${signal}` : `exited with ${code}`);
    });
  });
  stop.throwIfAborted();
  if (exit !== "") {
    const lines = tail.trimEnd().split("\n").slice(-8).join("\n");
    throw new Error(`${command} (in ${cwd}) ${exit}:\n${lines}\nThe whole output is in ${log.path}`);
  }
}
