import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import type { ExecutorContext, PromiseExecutor } from "@nx/devkit";
import type { Argv } from "./options.ts";

/** Options of the executor `@shelltrail/nx-helm:run`. */
export interface RunOptions {
  /** Program and arguments, run in the root of the workspace without a shell. */
  argv: Argv;
  /** `commit` sets SOURCE_DATE_EPOCH to the time of the last commit, for archives that come out the same twice. */
  sourceDate?: "commit";
  /** What stood after `--` on the command line; set by Nx. */
  __unparsed__?: string[];
}

/** Runs one program by its argument vector and passes its output and its verdict through. */
const run: PromiseExecutor<RunOptions> = async (options, { root }: Pick<ExecutorContext, "root">) => {
  const [program, ...args] = commandOf(options, process.env);
  const env = options.sourceDate === "commit" ? await withSourceDate(process.env, root) : process.env;
  const child = spawn(program, args, { cwd: root, env, stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(failedToStart(program, error)));
    child.once("close", (code) => resolve({ success: code === 0 }));
  });
};
export default run;

/** What will be started: `node` is the Node that runs Nx, `helm` what the variable HELM names. */
export function commandOf({ argv, __unparsed__ = [] }: RunOptions, env: NodeJS.ProcessEnv): Argv {
  const [program, ...args] = argv;
  const named = program === "node" ? process.execPath : program === "helm" ? env.HELM || program : program;
  return [named, ...args, ...__unparsed__];
}

/** A SOURCE_DATE_EPOCH that is already set wins, as the specification of that variable asks. */
async function withSourceDate(env: NodeJS.ProcessEnv, root: string): Promise<NodeJS.ProcessEnv> {
  if (env.SOURCE_DATE_EPOCH) return env;
  const { stdout } = await promisify(execFile)("git", ["log", "-1", "--format=%ct"], { cwd: root }).catch((error) => {
    throw new Error("Failed to read the time of the last commit; set SOURCE_DATE_EPOCH instead", { cause: error });
  });
  return { ...env, SOURCE_DATE_EPOCH: stdout.trim() };
}

function failedToStart(program: string, error: Error): Error {
  const remedy = program === "helm" ? ": install Helm, or name it in the variable HELM" : "";
  return new Error(`Failed to start ${program}${remedy}`, { cause: error });
}
