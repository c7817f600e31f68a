import { spawnSync } from "node:child_process";
import { runStep, type StepOptions } from "./run-step.ts";

/**
 * Installs what a build needs and Debian's package manager does not have yet.
 * @throws Error with the command to type when the user may not install packages; on other systems nothing is installed, and the
 * build's own error says what it misses
 */
export async function installDebianPackages(names: readonly string[], options: StepOptions): Promise<void> {
  const missing = missingPackages(names);
  if (missing.length === 0) return;
  const command = ["apt-get", "install", "--yes", "--no-install-recommends", ...missing];
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "--non-interactive"];
  if (sudo.length > 0 && spawnSync("sudo", ["--non-interactive", "true"]).status !== 0) {
    throw new Error(`Packages of Debian are missing. Install them: sudo ${command.join(" ")}`);
  }
  const install = () => run([...sudo, ...command], options);
  // A fresh image has no package lists; fetching them every time would take longer than the installation.
  await install().catch(async () => {
    await run([...sudo, "apt-get", "update"], options);
    await install();
  });
}

function run([program = "", ...args]: readonly string[], options: StepOptions): Promise<void> {
  return runStep(program, args, options);
}

function missingPackages(names: readonly string[]): string[] {
  // dpkg-query exits with 1 when it does not know one of them, and still prints the others.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own syntax
  const query = spawnSync("dpkg-query", ["--show", "--showformat=${binary:Package} ${db:Status-Status}\n", ...names], {
    encoding: "utf8",
  });
  if (query.error) return [];
  const installed = new Set(
    query.stdout
      .split("\n")
      .filter((line) => line.endsWith(" installed"))
      .map((line) => line.split(/[ :]/)[0]),
  );
  return names.filter((name) => !installed.has(name));
}
