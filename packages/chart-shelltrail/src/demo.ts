// `npm run demo`: generates the chart, packages it, renders each example with real Helm and in TypeScript, has Kubernetes'
// own schemas judge the result, and prints what came out. Everything is written to a temporary folder.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findHelm, goTool, helm, provingHelms } from "@shelltrail/helm-engines";
import { ASSUMED_KUBERNETES, diffChart, readFolder, toTemplates, writeChart } from "@shelltrail/helm-kit";
import { App } from "cdk8s";
import shelltrailChart from "./chart.ts";
import { examples, ROOT } from "./demo/examples.ts";
import { type RenderedExample, renderExample } from "./demo/render-example.ts";
import { table } from "./demo/summary.ts";

const USAGE = `Usage: npm run demo [-- OPTIONS]

Generates and packages charts/shelltrail, renders every example with Helm and in TypeScript, validates and compares.

  --helm all        with every Helm the charts are proven on (3.10.1, 3.22.0, 4.3.1), not only the first that is found
  --output json     for scripts
  --help            this text

Exit codes: 0 all equal and valid, 1 something differs or could not be done, 2 usage.`;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        helm: { type: "string", default: "first" },
        output: { type: "string", default: "table" },
        help: { type: "boolean" },
      },
    });
    if (!["first", "all"].includes(values.helm)) throw new Error(`--helm is "all" or "first", not "${values.helm}"`);
    if (!["table", "json"].includes(values.output))
      throw new Error(`--output is "json" or "table", not "${values.output}"`);
    return values;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

const flags = options();
if (flags.help) {
  console.log(USAGE);
  process.exit(0);
}

const started = performance.now();
const step = (text: string) =>
  console.error(`[${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s] ${text}`);

const work = mkdtempSync(join(tmpdir(), "shelltrail-demo-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)
  process.on(signal, () => process.exit(code));

try {
  process.exitCode = await demo();
} catch (error) {
  console.error(`The demo failed: ${(error as Error).message}`);
  process.exitCode = 1;
}

async function demo(): Promise<number> {
  const chart = shelltrailChart(new App());
  const files = toTemplates(chart);
  const folder = join(work, "shelltrail");
  await writeChart(folder, files);
  const drift = diffChart(readFolder(join(ROOT, "charts/shelltrail")), files);
  step(
    `generated charts/shelltrail: ${files.size} files, ${drift.length === 0 ? "equal to the committed ones" : `${drift.length} differ from the committed ones`}`,
  );

  const engines = flags.helm === "all" ? await provingHelms() : [await findHelm()];
  const [first] = engines;
  if (first === undefined) throw new Error("no Helm");
  const packaged = await helm(first, ["package", folder, "--destination", work]);
  if (packaged.exitCode !== 0) throw new Error(`helm package: ${packaged.stderr.trim()}`);
  const archive = join(work, readdirSync(work).find((name) => name.endsWith(".tgz")) ?? "");
  step(`packaged it with Helm ${first.version} (${first.from})`);

  const judge = await goTool("kubeconform").then(
    () => true,
    (error: Error) => {
      step(`nothing can judge by Kubernetes' schemas here: ${error.message}`);
      return false;
    },
  );
  const rendered: RenderedExample[] = [];
  for (const engine of engines) {
    for (const example of examples()) {
      rendered.push(await renderExample(engine, archive, chart, example, judge));
      step(`rendered examples/${example.name} with Helm ${engine.version}`);
    }
  }

  console.log(
    flags.output === "json"
      ? JSON.stringify({ drift: drift.map(({ path }) => path), examples: rendered }, null, 2)
      : asTable(rendered),
  );
  for (const { example, differences, invalid = [] } of rendered) {
    for (const problem of [...differences, ...invalid]) console.error(`examples/${example}: ${problem}`);
  }
  if (drift.length > 0)
    console.error("charts/shelltrail differs from its source: run npx nx run chart-shelltrail:synth");
  const good = rendered.every(({ differences, invalid = [] }) => differences.length === 0 && invalid.length === 0);
  return good && drift.length === 0 ? 0 : 1;
}

function asTable(rendered: readonly RenderedExample[]): string {
  const kubernetes = ASSUMED_KUBERNETES.replace(/^v/, "");
  const rows = rendered.map((row) => [
    row.example,
    row.helm,
    String(row.resources),
    row.images.join("\n"),
    row.identity.replace(" ", "\n"),
    row.differences.length === 0 ? "equal" : `${row.differences.length} differ`,
    row.invalid === undefined ? "not judged" : row.invalid.length === 0 ? "valid" : `${row.invalid.length} invalid`,
    `${row.helmMs.toFixed(0)} ms / ${row.typescriptMs.toFixed(1)} ms`,
  ]);
  return table(
    ["example", "Helm", "resources", "images", "identity", "Helm = TypeScript", `Kubernetes ${kubernetes}`, "time"],
    rows,
  );
}
