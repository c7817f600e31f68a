import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** How often a run that waits looks whether the other one is done, ms. */
const LOOK_EVERY = 500;

/**
 * Does work while no other process does: the lock is a file with the process id of its owner. One whose owner is gone is taken over.
 * @param waiting called once when another run has to be waited for, with its process id
 */
export async function exclusively<T>(
  lock: string,
  stop: AbortSignal,
  work: () => Promise<T>,
  waiting: (owner: number) => void = () => {},
): Promise<T> {
  await mkdir(dirname(lock), { recursive: true });
  let told = false;
  while (!(await take(lock))) {
    const owner = Number(await readFile(lock, "utf8").catch(() => ""));
    if (owner > 0 && !isRunning(owner)) {
      await rm(lock, { force: true });
    } else {
      if (owner > 0 && !told) waiting(owner);
      told ||= owner > 0;
      await sleep(LOOK_EVERY, undefined, { signal: stop });
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
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
