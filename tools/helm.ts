// Runs the Helm that the workspace proves its charts with, for the targets of nx-helm: `node tools/helm.ts lint charts/shelltrail`.
import { spawnSync } from "node:child_process";
import { findHelm, pinnedHelm } from "@shelltrail/helm-engines";

// Only Helm 4 honours SOURCE_DATE_EPOCH: older ones put the time of the run into an archive.
const helm = process.argv[2] === "package" ? await pinnedHelm("4.3.1") : await findHelm();
const { status, error } = spawnSync(helm.path, process.argv.slice(2), { stdio: "inherit" });
if (error) throw new Error(`Failed to start Helm ${helm.version} (${helm.from})`, { cause: error });
process.exitCode = status ?? 1;
