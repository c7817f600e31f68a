// `npm test`: every check of the workspace, one after the other, even when one fails; ends with the summary line.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { add, type Counts, countVitest, summaryLine, type VitestReport } from "./summary.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Programs of the workspace, each a JavaScript file: started by this Node and not through a shell. */
const biome = "node_modules/@biomejs/biome/bin/biome";
const tsc = "node_modules/typescript/bin/tsc";
const nx = "node_modules/nx/dist/bin/nx.js";
const vitest = "node_modules/vitest/vitest.mjs";

/** Checks with one verdict each. */
const steps: [title: string, program: string, ...args: string[]][] = [
  [
    "Style (biome)",
    biome,
    "ci",
    "--error-on-warnings",
    "--diagnostic-level=warn",
    ...(process.stdout.isTTY ? [] : ["--colors=off"]),
  ],
  ["Types (tsc)", tsc, "--build"],
  ["Charts equal their source (nx)", nx, "run", "chart-shelltrail:synth-check"],
];

const env = {
  ...process.env,
  // Nx must neither ask, nor stay behind as a daemon, nor look for its cloud.
  NX_DAEMON: "false",
  NX_NO_CLOUD: "true",
  NX_TUI: "false",
  NX_INTERACTIVE: "false",
  // Some of them colour their output in CI even when it goes to a file.
  ...(!process.stdout.isTTY && { NO_COLOR: "1" }),
};

/** Set by the first Ctrl-C; what runs then hears of it from the terminal or from tools/bootstrap.mjs. */
let interrupted = false;

function run(program: string, ...args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, program), ...args], {
      cwd: root,
      env,
      stdio: ["ignore", "inherit", "inherit"],
    });
    const forward = (signal: NodeJS.Signals) => {
      interrupted = true;
      child.kill(signal);
    };
    process.on("SIGINT", forward).on("SIGTERM", forward);
    child.once("error", reject);
    child.once("close", (code) => {
      process.off("SIGINT", forward).off("SIGTERM", forward);
      resolve(code ?? 1);
    });
  });
}

async function timed(title: string, work: () => Promise<Counts>): Promise<Counts> {
  console.log(`\n== ${title}`);
  const started = performance.now();
  const counts = await work();
  const verdict = counts.failed === 0 ? "ok" : "FAILED";
  console.log(`== ${title}: ${verdict} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return counts;
}

async function runVitest(args: string[]): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "shelltrail-test-"));
  try {
    const report = join(folder, "report.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const exitCode = await run(vitest, "run", ...reporters, ...args);
    return countVitest(readReport(report), exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file: string): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    console.error(`vitest left no report: ${error}`);
    return undefined;
  }
}

let total: Counts = { passed: 0, failed: 0, skipped: 0 };
for (const [title, program, ...args] of steps) {
  if (interrupted) break;
  const counts = await timed(title, async () =>
    (await run(program, ...args)) === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 },
  );
  total = add(total, counts);
}
if (!interrupted) total = add(total, await timed("Tests (vitest)", () => runVitest(process.argv.slice(2))));

console.log(`\n${summaryLine(total)}`);
process.exitCode = interrupted ? 130 : total.failed === 0 ? 0 : 1;
