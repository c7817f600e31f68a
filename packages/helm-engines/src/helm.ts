import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HelmBinary } from "./find-helm.ts";
import { type ProcessResult, runProcess } from "./run-process.ts";

export interface HelmOptions {
  cwd?: string;
  /** Text for standard input, as for `-f -`. */
  input?: string;
  /** Added to the environment, such as `SOURCE_DATE_EPOCH` or `HELM_REGISTRY_CONFIG`. */
  env?: Readonly<Record<string, string>>;
}

let home: string | undefined;

/**
 * Runs Helm with an argv array. The user's plugins, repositories, logins and HELM_* variables have no effect: Helm's homes lie in
 * a temporary folder that lives as long as this process.
 * A non-zero exit code is a result, not an error.
 * @throws when the program cannot be started.
 */
export function helm(
  binary: Pick<HelmBinary, "path">,
  args: readonly string[],
  options: HelmOptions = {},
): Promise<ProcessResult> {
  const env = { ...isolatedEnvironment(process.env, helmHome()), ...options.env };
  return runProcess(binary.path, args, {
    env,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.input === undefined ? {} : { input: options.input }),
  });
}

/** An environment in which Helm finds nothing of the user's. */
export function isolatedEnvironment(env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("HELM_"))),
    HELM_CACHE_HOME: join(folder, "cache"),
    HELM_CONFIG_HOME: join(folder, "config"),
    HELM_DATA_HOME: join(folder, "data"),
  };
}

function helmHome(): string {
  if (home === undefined) {
    // Not created here: most commands write nothing, and then nothing is left even by a process that is killed.
    const folder = join(tmpdir(), `helm-engines-${randomUUID()}`);
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    home = folder;
  }
  return home;
}
