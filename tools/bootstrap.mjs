// `npm test` and `npm run demo` begin here, on whatever Node there is and before anything is installed: no dependencies, plain
// JavaScript, nothing newer than Node 20. Installs the workspace when it is missing or belongs to another package-lock.json,
// then hands over to the workspace's own Node.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a name on the command line runs; arguments that follow the name are passed on. */
export const tasks = {
  test: ["tools/test.ts"],
  demo: ["packages/chart-shelltrail/src/demo.ts"],
};

const oldestNode = 20;
const stampFile = "node_modules/.shelltrail-lock";
const lockFolder = ".nx/install.lock";
const workspaceNode = process.platform === "win32" ? "node_modules/node/bin/node.exe" : "node_modules/.bin/node";

/** A failure that the user can act on: printed without a stack. */
class Failure extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The complaint about a Node that is too old; undefined when it will do. `version` as in process.version. */
export function complaintAbout(version) {
  const major = Number(/^v(\d+)\./.exec(version)?.[1]);
  if (major >= oldestNode) return undefined;
  return `Node ${version} is too old to install this workspace: use Node ${oldestNode} or later (22.22 or later for development)`;
}

/** What the stamp in node_modules says when it belongs to this lockfile on this machine: native binaries are installed too. */
export function stampFor(lockfile, platform = process.platform, arch = process.arch) {
  return `${createHash("sha256").update(lockfile).digest("hex")} ${platform}-${arch}\n`;
}

/** Why the workspace has to be installed; undefined when it need not be. `stamp` is undefined when there is none. */
export function reasonToInstall({ installed, stamp, expected }) {
  if (!installed) return "nothing is installed yet";
  if (stamp === undefined) return "the last installation was not finished";
  if (stamp !== expected) return "package-lock.json has changed since the last installation";
  return undefined;
}

/** The npm that started this script, run by this very Node; otherwise the one on PATH. */
export function npmCommand(env, platform = process.platform) {
  if (env.npm_execpath?.endsWith(".js")) return { program: process.execPath, args: [env.npm_execpath] };
  // A .cmd file does not start without a shell; none of our arguments has anything that a shell would touch.
  return platform === "win32"
    ? { program: "npm.cmd", args: [], shell: true }
    : { program: "npm", args: [], shell: false };
}

/**
 * Exit code by the convention of shells: 128 + the number of the signal, hence 130 for Ctrl-C. A signal that this process was
 * sent counts before what the child made of it: npm, for one, ends with 1.
 */
export function exitCodeOf(code, signal, received) {
  const ended = received ?? signal;
  return ended ? 128 + constants.signals[ended] : code;
}

/** What to do about a lock that somebody holds: wait for a process that lives, take over from one that does not. */
export function adviceOnLock(holder, isAlive) {
  return Number.isInteger(holder) && isAlive(holder) ? "wait" : "take over";
}

async function main(root, [name, ...args]) {
  const complaint = complaintAbout(process.version);
  if (complaint) throw new Failure(complaint);
  if (name === "stamp") return stampAfterInstall(root, process.env);
  const task = Object.hasOwn(tasks, name ?? "") ? tasks[name] : undefined;
  if (!task) throw new Failure(`Unknown task ${name ?? "(none)"}: use one of ${Object.keys(tasks).join(", ")}`);

  if (whyInstall(root)) {
    const release = await acquireLock(root);
    try {
      // Asked again: while this run waited for the lock, the other one may have done the work.
      const reason = whyInstall(root);
      if (reason) await install(root, reason);
    } finally {
      release();
    }
  }

  const node = join(root, workspaceNode);
  const path = [join(root, "node_modules", ".bin"), process.env.PATH].filter(Boolean).join(delimiter);
  const handOver = ["--conditions=@shelltrail/source", ...task.map((file) => join(root, file)), ...args];
  return run(node, handOver, { cwd: root, env: { ...process.env, PATH: path } });
}

function whyInstall(root) {
  return reasonToInstall({
    installed: existsSync(join(root, workspaceNode)),
    stamp: readIfThere(join(root, stampFile)),
    expected: expectedStamp(root),
  });
}

function expectedStamp(root) {
  const lockfile = readIfThere(join(root, "package-lock.json"));
  if (lockfile === undefined) throw new Failure("package-lock.json is missing: check out the whole repository");
  return stampFor(lockfile);
}

function writeStamp(root) {
  writeFileSync(join(root, stampFile), expectedStamp(root));
}

/** npm calls this after every install, also one by hand, so that the next `npm test` does not install a second time. */
function stampAfterInstall(root, env) {
  // With these npm runs the script too, but installs nothing.
  if (env.npm_config_package_lock_only !== "true" && env.npm_config_dry_run !== "true") writeStamp(root);
  return 0;
}

async function install(root, reason) {
  console.error(`Installing the workspace with npm ci: ${reason}. This takes about a minute.`);
  rmSync(join(root, stampFile), { force: true });
  const npm = npmCommand(process.env);
  const started = Date.now();
  // The level is named because `npm --silent test` would silence this npm too, and its errors with it. Without warnings: on an
  // older Node npm warns of packages that will never run on it.
  const args = [...npm.args, "ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const code = await run(npm.program, args, { cwd: root, shell: npm.shell }).catch((error) => {
    if (error.code !== "ENOENT") throw error;
    throw new Failure("npm was not found: install npm 10 or later (it comes with Node) and try again", 127);
  });
  if (code !== 0) {
    throw new Failure(
      code > 128 ? "Installation interrupted" : `npm ci failed with exit code ${code}; its message is above`,
      code,
    );
  }
  if (!existsSync(join(root, workspaceNode))) {
    throw new Failure(
      `npm ci did not install ${workspaceNode}: its install script must be allowed to run (npm config: ignore-scripts)`,
    );
  }
  writeStamp(root);
  console.error(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** Runs a program in the foreground and resolves to its exit code; signals to this process go to it. */
function run(program, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: "inherit", ...options });
    let received;
    // A terminal sends Ctrl-C to the whole group, `kill` only to this process: the child must hear of both.
    const forward = (signal) => {
      received ??= signal;
      child.kill(signal);
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, forward);
    const done = (settle) => {
      for (const signal of signals) process.off(signal, forward);
      settle();
    };
    child.once("error", (error) => done(() => reject(error)));
    child.once("close", (code, signal) => done(() => resolve(exitCodeOf(code, signal, received))));
  });
}

/**
 * Two runs must not install at once. The lock is a folder with the pid of its holder; it is filled first and moved to its
 * place afterwards, so nobody ever sees one without a pid. It lies outside of node_modules, which `npm ci` empties.
 */
async function acquireLock(root) {
  const lock = join(root, lockFolder);
  const mine = `${lock}.${process.pid}`;
  rmSync(mine, { recursive: true, force: true });
  mkdirSync(mine, { recursive: true });
  writeFileSync(join(mine, "pid"), String(process.pid));
  for (let waited = 0; ; waited++) {
    try {
      renameSync(mine, lock);
      const release = () => rmSync(lock, { recursive: true, force: true });
      process.once("exit", release);
      return release;
    } catch (error) {
      if (!["ENOTEMPTY", "EEXIST", "EPERM"].includes(error.code)) throw error;
    }
    const holder = Number(readIfThere(join(lock, "pid")) ?? Number.NaN);
    if (adviceOnLock(holder, isAlive) === "take over") {
      // Moved away first: of two runs that find the same dead holder, one succeeds and the other tries again.
      const stale = `${mine}.stale`;
      try {
        renameSync(lock, stale);
        rmSync(stale, { recursive: true, force: true });
      } catch (error) {
        if (error.code !== "ENOENT") throw error;
      }
      continue;
    }
    if (waited === 0) console.error(`Waiting for process ${holder}, which is installing (lock: ${lockFolder})`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  main(root, process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      console.error(error instanceof Failure ? `shelltrail: ${error.message}` : error);
      process.exitCode = error.exitCode ?? 1;
    },
  );
}
