// Runs the Helm that the workspace proves its charts with, for the targets of nx-helm: `node tools/helm.ts lint charts/shelltrail`.
import { spawnSync } from "node:child_process";
import { findHelm } from "@shelltrail/helm-engines";

const helm = await findHelm();
const { status, error } = spawnSync(helm.path, process.argv.slice(2), { stdio: "inherit" });
if (error) throw new Error(`Failed to start Helm ${helm.version} (${helm.from})`, { cause: error });
process.exitCode = status ?? 1;
