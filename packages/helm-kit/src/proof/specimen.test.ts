import { goTools, type Renderer, startRenderer } from "@shelltrail/helm-engines";
import { afterAll, beforeAll, expect, test } from "vitest";
import { formatProof } from "./format-proof.ts";
import { proveOn } from "./prove-chart.ts";
import { proveSpecimen, unusedFunctions } from "./prove-specimen.ts";
import { staticSpecimen } from "./specimen.ts";

let renderers: Renderer[];
beforeAll(async () => {
  const engines = [goTools.renderer3.version, goTools.renderer4.version];
  renderers = await Promise.all(engines.map((engine) => startRenderer({ engine })));
}, 300_000);
afterAll(() => Promise.all(renderers.map((renderer) => renderer.close())));

test("everything that helm-kit can print and evaluate comes out the same from Helm 3, Helm 4 and toManifests", async () => {
  const reports = await proveSpecimen(renderers, { runs: 2000, seed: 1 });
  console.log(reports.map(formatProof).join("\n"));
  expect(reports.flatMap(({ counterexamples }) => counterexamples)).toEqual([]);
  expect(reports.flatMap(({ coverage }) => coverage.missing)).toEqual([]);
  expect(unusedFunctions(reports)).toEqual([]);
  for (const { rendered, runs } of reports) expect(rendered / runs).toBeGreaterThanOrEqual(0.8);
  expect(reports[0]?.runs).toBeGreaterThanOrEqual(2000);
}, 300_000);

test.each(["v1.31.0", "v1.31.0-eks-1234567", "v1.31.0+k3s1", "v1.40.2-gke.1"])(
  "Kubernetes %s is new enough for Helm and for toManifests",
  async (version) => {
    const report = await proveOn(renderers, staticSpecimen(), { runs: 3, kubeVersions: [version], seed: 2 });
    expect(report).toMatchObject({ counterexamples: [], rendered: 3 });
  },
);

test.each(["v1.30.99", "v1.30.9-eks-1234567", "v0.99.0"])("Kubernetes %s is too old for both", async (version) => {
  const report = await proveOn(renderers, staticSpecimen(), { runs: 3, kubeVersions: [version], seed: 2 });
  expect(report).toMatchObject({ counterexamples: [], refused: { kubeVersion: 2 } });
});
