import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HelmBinary, helm, provingHelms, scoreManifests } from "@shelltrail/helm-engines";
import { ASSUMED_KUBERNETES, toTemplates, writeChart } from "@shelltrail/helm-kit";
import { App } from "cdk8s";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import shelltrailChart from "./chart.ts";
import { examples } from "./demo/examples.ts";
import { renderExample } from "./demo/render-example.ts";
import { KUBE_SCORE_REASONS } from "./kube-score-reasons.ts";

const chart = shelltrailChart(new App());
let work: string;
let folder: string;
let helms: HelmBinary[];

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "shelltrail-examples-"));
  folder = join(work, "shelltrail");
  await writeChart(folder, toTemplates(chart));
  helms = await provingHelms();
  console.log(`Proved on Helm ${helms.map(({ version, from }) => `${version} (${from})`).join(", ")}`);
}, 900_000);
afterAll(() => rmSync(work, { recursive: true, force: true }));

test("there is an old Helm 3, a new one and a Helm 4 to judge with", () => {
  const versions = helms.map(({ version }) => version);
  expect(versions).toEqual(expect.arrayContaining(["3.22.0", "4.3.1"]));
  if (process.platform === "linux" && process.arch === "x64") expect(versions).toContain("3.10.1");
});

describe.each(examples())("examples/$name", (example) => {
  test("gives the same valid objects from every Helm and from TypeScript", async () => {
    for (const engine of helms) {
      const rendered = await renderExample(engine, folder, chart, example, true);
      expect(rendered.differences, `Helm ${engine.version}`).toEqual([]);
      expect(rendered.invalid, `Helm ${engine.version}`).toEqual([]);
      expect(rendered.resources).toBeGreaterThan(5);
    }
  }, 120_000);
});

test("helm lint --strict has nothing to say, subcharts included", async () => {
  for (const engine of helms) {
    const { exitCode, stdout } = await helm(engine, ["lint", "--strict", "--with-subcharts", folder]);
    expect(stdout).not.toMatch(/\[(ERROR|WARNING|INFO)\]/);
    expect(exitCode, stdout).toBe(0);
  }
}, 120_000);

test("every critical of kube-score has a reason, and every reason a critical", async () => {
  const engine = helms.at(-1) as HelmBinary;
  const found = new Set<string>();
  for (const { file } of examples()) {
    const { stdout } = await helm(engine, [
      "template",
      "shelltrail",
      folder,
      "--values",
      file,
      "--kube-version",
      ASSUMED_KUBERNETES,
    ]);
    const findings = await scoreManifests(stdout, { kubernetesVersion: ASSUMED_KUBERNETES });
    for (const { grade, check } of findings) if (grade === "critical") found.add(check);
  }
  expect([...found].sort()).toEqual(Object.keys(KUBE_SCORE_REASONS).sort());
}, 120_000);
