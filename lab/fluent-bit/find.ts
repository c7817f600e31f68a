import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { buildFluentBit, builtFluentBit } from "./build.ts";
import { withStopSignal } from "./stop-signal.ts";

/** A Fluent Bit that can be run. */
export interface FluentBit {
  readonly path: string;
  /** Without a leading v, such as `1.8.15`. */
  readonly version: string;
  /** The variable FLUENT_BIT, the PATH, or the lab's own build. */
  readonly from: "FLUENT_BIT" | "PATH" | "lab";
}

export interface FindOptions {
  /** Build one when there is none; takes minutes. Otherwise only an earlier build is found. */
  readonly build?: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * The Fluent Bit to use: FLUENT_BIT, then the PATH, then the lab's build.
 * @returns undefined when there is none and none may be built
 * @throws when FLUENT_BIT names something else (it never falls back then), or when the build fails
 */
export async function findFluentBit({
  build = false,
  env = process.env,
}: FindOptions = {}): Promise<FluentBit | undefined> {
  if (env.FLUENT_BIT) return identify(env.FLUENT_BIT, "FLUENT_BIT");
  const onPath = (env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "fluent-bit"))
    .find(isExecutableFile);
  if (onPath !== undefined) return identify(onPath, "PATH");
  const built = build ? await withStopSignal((stop) => buildFluentBit(stop, env)) : builtFluentBit(env);
  return built === undefined ? undefined : identify(built, "lab");
}

async function identify(path: string, from: FluentBit["from"]): Promise<FluentBit> {
  const remedy = from === "FLUENT_BIT" ? " FLUENT_BIT must name a Fluent Bit program; unset it to look elsewhere." : "";
  const { stdout } = await promisify(execFile)(path, ["--version"]).catch((error: unknown) => {
    throw new Error(`Failed to run ${path} (from ${from}).${remedy}`, { cause: error });
  });
  const version = parseFluentBitVersion(stdout);
  if (version === undefined) {
    throw new Error(`${path} (from ${from}) did not print Fluent Bit's version: ${stdout.trim()}.${remedy}`);
  }
  return { path, version, from };
}

/** The bare version in what `fluent-bit --version` prints; undefined for anything else. */
export function parseFluentBitVersion(text: string): string | undefined {
  return /^Fluent Bit v(\d+\.\d+\.\d+)/m.exec(text)?.[1];
}

function isExecutableFile(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
