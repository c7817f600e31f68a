import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { cachedFolder, cacheRoot } from "./cache-folder.ts";
import { buildArguments, type GoTool, type GoToolName, goTools } from "./go-tools.ts";
import { startProgress } from "./progress.ts";
import { isMissingProgram, type ProcessResult, runProcess } from "./run-process.ts";

/** A tool that is ready to run. */
export interface BuiltGoTool {
  name: GoToolName;
  version: string;
  /** The program's file. */
  path: string;
  /** What the build took, in seconds; 0 when an earlier run had built it. */
  seconds: number;
}

/** The Go that go.mod of Helm 3.22.0 and 4.3.1 asks for. */
const goVersionNeeded = "1.26";

const goFolder = fileURLToPath(new URL("../go/", import.meta.url));
const started = new Map<GoToolName, Promise<BuiltGoTool>>();
let lastBuild: Promise<unknown> = Promise.resolve();

/**
 * Builds a tool, or finds the build of an earlier run under `<cache>/go-tools/<name>-<key>/`. The key covers everything that the
 * program depends on. Builds of one process run one after the other: each uses every core.
 * @throws when Go is missing or too old, when the modules cannot be had, or when the build fails; the message names the
 * command and the log file.
 */
export function goTool(name: GoToolName): Promise<BuiltGoTool> {
  let build = started.get(name);
  if (!build) {
    build = lastBuild.then(() => buildOnce(name));
    lastBuild = build.catch(() => {});
    started.set(name, build);
  }
  return build;
}

async function buildOnce(name: GoToolName): Promise<BuiltGoTool> {
  const tool: GoTool = goTools[name];
  const parent = join(cacheRoot(), "go-tools");
  const folderName = `${name}-${await toolKey(tool)}`;
  let seconds = 0;
  const folder = await cachedFolder(parent, folderName, async (unfinished) => {
    const progress = startProgress(`building ${tool.title} ${tool.version} from Go modules (first run only)`);
    const args = buildArguments(tool, join(unfinished, name));
    const result = await runGo(args, join(goFolder, tool.module));
    seconds = progress.end(result.exitCode === 0);
    if (result.exitCode !== 0) {
      throw await buildFailure(tool, args, result, join(parent, `${folderName}.log`));
    }
  });
  return { name, version: tool.version, path: join(folder, name), seconds };
}

async function buildFailure(tool: GoTool, args: string[], result: ProcessResult, log: string): Promise<Error> {
  await mkdir(join(log, ".."), { recursive: true });
  await writeFile(log, result.stderr + result.stdout);
  const tail = result.stderr.trim().split("\n").slice(-5).join("\n");
  return new Error(
    `Failed to build ${tool.title} ${tool.version}: go ${args.join(" ")} (in go/${tool.module}) exited with ${result.exitCode}:\n` +
      `${tail}\nThe whole output is in ${log}. Go ${goVersionNeeded} or newer is needed, and a way to Go modules (GOPROXY).`,
  );
}

/** 16 hexadecimal digits over all that decides what is in a tool's program. */
async function toolKey(tool: GoTool): Promise<string> {
  const files = [join(tool.module, "go.mod"), join(tool.module, "go.sum")];
  for (const folder of tool.sources) {
    for (const entry of await readdir(join(goFolder, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) {
        files.push(relative(goFolder, join(entry.parentPath, entry.name)));
      }
    }
  }
  const hash = createHash("sha256").update(JSON.stringify([await goVersion(), buildArguments(tool, "")]));
  for (const file of files.toSorted()) {
    hash.update(`\0${file}\0`).update(await readFile(join(goFolder, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

let knownGoVersion: Promise<string> | undefined;

/** The Go in use and what it builds for, such as `go1.26.8 linux amd64`. */
export function goVersion(): Promise<string> {
  knownGoVersion ??= runGo(["env", "GOVERSION", "GOOS", "GOARCH"], goFolder).then((result) => {
    if (result.exitCode !== 0) {
      throw new Error(`Failed to ask Go for its version: ${result.stderr.trim()}`);
    }
    return result.stdout.trim().split("\n").join(" ");
  });
  return knownGoVersion;
}

/**
 * Runs `go` without cgo and without a workspace file of the user's.
 * @throws an error that says which Go is needed, and what is lost without it, when there is none.
 */
export async function runGo(args: readonly string[], cwd: string): Promise<ProcessResult> {
  try {
    return await runProcess("go", args, { cwd, env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off" } });
  } catch (error) {
    if (isMissingProgram(error) && existsSync(cwd)) {
      throw new Error(
        `No "go" on the PATH: install Go ${goVersionNeeded} or newer. Without it there is no Helm 3.22.0 and 4.3.1, no batch renderer, ` +
          "no kubeconform and no kube-score; only a Helm named by HELM, on the PATH or from npm can be used.",
        { cause: error },
      );
    }
    throw error;
  }
}
