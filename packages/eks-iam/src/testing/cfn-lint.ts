import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { Template } from "../stack.ts";

export const CFN_LINT_VERSION = "1.58.0";

/** One thing that cfn-lint says. */
export interface Finding {
  readonly file: string;
  readonly rule: string;
  readonly path: string;
  readonly message: string;
}

export interface CfnLint {
  /** Judges templates as they would be deployed to `region`; their names come back in the findings. */
  lint(templates: Readonly<Record<string, Template>>, region: string): Promise<Finding[]>;
}

/**
 * cfn-lint of PyPI in a virtual environment under `$XDG_CACHE_HOME/shelltrail/cfn-lint` (`~/.cache/shelltrail/cfn-lint`),
 * installed on first use.
 * @returns why it cannot be had, when there is no Python
 * @throws when Python is there and the installation fails
 */
export async function cfnLint(): Promise<CfnLint | string> {
  const python = await run("python3", ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]);
  if (python.exitCode !== 0) return `no python3 to run cfn-lint with: ${firstLine(python)}`;
  const parent = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "shelltrail", "cfn-lint");
  const folder = join(parent, `${CFN_LINT_VERSION}-python-${python.stdout.trim()}`);
  if (!existsSync(folder) || (await run(programOf(folder), ["-c", "import cfnlint"])).exitCode !== 0) {
    await install(parent, folder);
  }
  return { lint: (templates, region) => lint(folder, templates, region) };
}

const programOf = (folder: string) => join(folder, "bin", "python");

/** Installs beside the final folder and renames: under its final name a folder is complete, whatever interrupts the run. */
async function install(parent: string, folder: string): Promise<void> {
  await mkdir(parent, { recursive: true });
  const unfinished = await mkdtemp(join(parent, `.unfinished-${process.pid}-`));
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  const report = (text: string) => process.stderr.write(`${text}\n`);
  report(`installing cfn-lint ${CFN_LINT_VERSION} from PyPI (first run only) ...`);
  const timer = setInterval(() => report(`installing cfn-lint ... ${seconds()} s`), 10_000);
  try {
    await mustRun("python3", ["-m", "venv", unfinished]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
    await mustRun(programOf(unfinished), [...pip, `cfn-lint==${CFN_LINT_VERSION}`]);
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
    report(`installed cfn-lint ${CFN_LINT_VERSION} in ${seconds()} s`);
  } finally {
    clearInterval(timer);
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function lint(folder: string, templates: Readonly<Record<string, Template>>, region: string): Promise<Finding[]> {
  const work = await mkdtemp(join(tmpdir(), "shelltrail-cfn-lint-"));
  try {
    const names = Object.keys(templates);
    const files = names.map((_name, index) => join(work, `${index}.json`));
    await Promise.all(
      files.map((file, index) => writeFile(file, JSON.stringify(templates[names[index] ?? ""], null, 1))),
    );
    // The script in bin/ has the path of the folder where it was installed; the module has none.
    const script = "import sys; from cfnlint.runner import main; sys.exit(main())";
    const args = [
      "-c",
      script,
      "--format",
      "json",
      "--non-zero-exit-code",
      "none",
      "--regions",
      region,
      "--",
      ...files,
    ];
    const { stdout, stderr, exitCode } = await run(programOf(folder), args);
    if (exitCode !== 0) throw new Error(`cfn-lint ended with ${exitCode}: ${stderr || stdout}`);
    return (JSON.parse(stdout || "[]") as RawFinding[]).map((finding) => ({
      file: names[files.indexOf(finding.Filename)] ?? finding.Filename,
      rule: finding.Rule.Id,
      path: finding.Location.Path?.join("/") ?? "",
      message: finding.Message,
    }));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

interface RawFinding {
  readonly Filename: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path?: readonly (string | number)[] };
}

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  /** 127 when the program is not there. */
  readonly exitCode: number;
}

function run(program: string, args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : 127;
      resolve({ stdout, stderr: exitCode === 127 ? `${error?.message}` : stderr, exitCode });
    });
  });
}

async function mustRun(program: string, args: readonly string[]): Promise<void> {
  const ran = await run(program, args);
  if (ran.exitCode !== 0) throw new Error(`${[program, ...args].join(" ")} ended with ${ran.exitCode}:\n${ran.stderr}`);
}

const firstLine = ({ stderr }: Ran) => stderr.split("\n")[0] ?? "";
