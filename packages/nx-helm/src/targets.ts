import type { TargetConfiguration } from "@nx/devkit";
import type { ChartProject } from "./chart-project.ts";
import type { NxHelmOptions } from "./options.ts";
import type { RunOptions } from "./run.ts";

/**
 * Executor of every inferred target. Nx's own `nx:run-commands` takes a list too, but joins it with blanks and hands the
 * line to a shell, so a folder with a blank or a `--set 'a=$(b)'` would not arrive as it was written.
 */
const executor = "@shelltrail/nx-helm:run";

type ChartTarget = TargetConfiguration<RunOptions>;

/** The targets of one chart project, by name. Pure: what Nx sees is what this returns. */
export function chartTargets(
  chart: ChartProject,
  { helm, synth, packages, kubeVersion }: Required<NxHelmOptions>,
): Record<string, ChartTarget> {
  const write: RunOptions["argv"] = [...synth, `${chart.root}/src/chart.ts`, "--out", chart.out];
  const values = chart.lintValues.flatMap((file) => ["--values", file]);
  // The chart as synth left it, under the Helm that judges it. Nx hashes the target's own options by itself.
  const renderedBy = [{ dependentTasksOutputFiles: "**/*" }, ...helmVersion(helm)];
  const out = folder(chart);
  return {
    synth: {
      executor,
      options: { argv: write },
      cache: true,
      // External packages need no line of their own: without `externalDependencies` Nx hashes all that the lockfile names.
      inputs: ["default", "^default"],
      outputs: [out],
      metadata: { description: `Write the chart to ${chart.out}` },
    },
    ...(chart.committed && {
      "synth-check": {
        executor,
        options: { argv: [...write, "--check"] },
        cache: false,
        // Not for a cache: they make a change in the committed folder count as a change of this project (nx affected).
        inputs: ["default", "^default", `${out}/**/*`],
        metadata: { description: `Fail when ${chart.out} differs from a fresh synth` },
      } satisfies ChartTarget,
    }),
    lint: {
      executor,
      options: { argv: [...helm, "lint", "--strict", chart.out, ...values] },
      cache: true,
      dependsOn: ["synth"],
      inputs: [...renderedBy, ...chart.lintValues.map((file) => `{workspaceRoot}/${file}`)],
      metadata: { description: "helm lint --strict" },
    },
    template: {
      executor,
      // The caller's arguments come after, and of two equal flags Helm takes the last.
      options: { argv: [...helm, "template", chart.release, chart.out, "--kube-version", kubeVersion] },
      // Values files named on the command line are no inputs that Nx could know.
      cache: false,
      dependsOn: ["synth"],
      metadata: { description: "helm template; arguments after -- go to Helm" },
    },
    package: {
      executor,
      options: { argv: [...helm, "package", chart.out, "--destination", packages], sourceDate: "commit" },
      // Cheap, and a restored archive would carry the time of the restore.
      cache: false,
      dependsOn: ["synth"],
      metadata: { description: `helm package into ${packages}` },
    },
  };
}

/** Inputs that change with the version of Helm. */
function helmVersion(helm: NonNullable<NxHelmOptions["helm"]>) {
  // Nx takes a runtime input as one line for a shell only; it stands in nx.json, hence quoting for a POSIX shell is enough.
  return [{ runtime: [...helm, "version", "--short"].map(quote).join(" ") }, { env: "HELM" }];
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function folder(chart: ChartProject): string {
  const prefix = `${chart.root}/`;
  return chart.out.startsWith(prefix)
    ? `{projectRoot}/${chart.out.slice(prefix.length)}`
    : `{workspaceRoot}/${chart.out}`;
}
