// `nx run bench:charts`: how long it takes to generate every chart, and how our renderer does beside a `helm template`
// process, in one run. Prints medians and their ratio; `--output json` for scripts.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { shelltrailChart } from "@shelltrail/chart-shelltrail";
import { helm, pinnedHelm } from "@shelltrail/helm-engines";
import { type HelmChart, toManifests, toTemplates } from "@shelltrail/helm-kit";
import { App } from "cdk8s";
import { load } from "js-yaml";
import { Bench } from "tinybench";
import { releaseSecretBytes, SECRET_LIMIT } from "./release-size.ts";

const CHART = "charts/shelltrail";
const VALUES = "examples/irsa/values.yaml";
const RELEASE = { name: "shelltrail", namespace: "shelltrail" };

const { values: flags } = parseArgs({ options: { output: { type: "string", default: "table" } } });

const values = load(readFileSync(VALUES, "utf8")) as object;
const chart: HelmChart = shelltrailChart(new App());
const engines = [await pinnedHelm("3.22.0"), await pinnedHelm("4.3.1")];
const bench = new Bench({ time: 2000, warmupTime: 500 });
bench
  .add("synth of every chart", () => toTemplates(shelltrailChart(new App())))
  .add("toManifests", () => toManifests(chart, { values, release: RELEASE }));
for (const engine of engines) {
  bench.add(`helm template ${engine.version}`, async () => {
    const args = ["template", RELEASE.name, CHART, "--namespace", RELEASE.namespace, "--values", VALUES];
    const { exitCode, stderr } = await helm(engine, [...args, "--kube-version", "1.34.4"]);
    if (exitCode !== 0) throw new Error(stderr);
  });
}
await bench.run();

const figures = bench.tasks.map(({ name, result }) => {
  if (result.state !== "completed") throw new Error(`${name}: ${result.state}`);
  return {
    name,
    medianMs: result.latency.p50 ?? result.latency.mean,
    p99Ms: result.latency.p99 ?? 0,
    runs: result.latency.samplesCount,
  };
});
const ours = figures.find(({ name }) => name === "toManifests")?.medianMs ?? Number.NaN;
const release = {
  bytes: await releaseSecretBytes(engines[1] as (typeof engines)[number], CHART, VALUES),
  limit: SECRET_LIMIT,
};

if (flags.output === "json") {
  console.log(JSON.stringify({ figures, release }, null, 2));
} else {
  for (const { name, medianMs, p99Ms, runs } of figures) {
    const ratio = name.startsWith("helm") ? `  ${(medianMs / ours).toFixed(0)}x toManifests` : "";
    console.log(
      `${name.padEnd(24)} median ${medianMs.toFixed(2).padStart(8)} ms  p99 ${p99Ms.toFixed(2).padStart(8)} ms  n=${runs}${ratio}`,
    );
  }
  const share = ((100 * release.bytes) / release.limit).toFixed(1);
  console.log(`release in its Secret    ${release.bytes} bytes, ${share} % of the ${release.limit} a Secret can hold`);
}
