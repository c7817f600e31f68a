import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where finished work is kept between runs: `$XDG_CACHE_HOME/shelltrail`, or `~/.cache/shelltrail`. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "shelltrail");
}

/**
 * Returns `<parent>/<name>`, filling it first when it is not there.
 *
 * `fill` writes into a folder beside the final one, which a single rename then publishes: a folder under its final name is
 * always complete, whatever interrupts the run. When two runs fill the same name at once the first rename wins and both use it.
 * @throws what `fill` throws; nothing is left behind then.
 */
export async function cachedFolder(
  parent: string,
  name: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const final = join(parent, name);
  if (existsSync(final)) {
    return final;
  }
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const unfinished = await mkdtemp(join(parent, `${unfinishedPrefix}${process.pid}-`));
  try {
    await fill(unfinished);
    await rename(unfinished, final).catch((error: unknown) => {
      if (!existsSync(final)) {
        throw error;
      }
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return final;
}

const unfinishedPrefix = ".unfinished-";

/** Removes what runs that were killed left behind: unfinished folders whose process is gone. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = Number(/^\.unfinished-(\d+)-/.exec(name)?.[1]);
    if (owner > 0 && !isRunning(owner)) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
