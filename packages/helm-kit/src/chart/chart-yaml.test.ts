import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { testChart } from "../test-chart.ts";
import { chartYaml, supportsKubernetes } from "./chart-yaml.ts";

describe("a chart for Kubernetes 1.31.0 or later", () => {
  test.each([
    ["v1.31.0", true],
    ["1.31.0", true],
    ["v1.31.4-eks-a18cd3a", true],
    ["v1.31.0-rc.1", true],
    ["v1.31.2+k3s1", true],
    ["v1.34.4", true],
    ["v2.0.0", true],
    ["v1.31", true],
    ["v1.30.14", false],
    ["v1.30.14-eks-1234", false],
    ["v1.4.31", false],
    ["v0.99.0", false],
  ])("%s: %j", (version, answer) => {
    expect(supportsKubernetes("1.31.0", version)).toBe(answer);
  });
});

test("Chart.yaml names the floor so that vendors' suffixes pass, and leaves out what is not set", () => {
  expect(chartYaml(testChart())).toBe(`apiVersion: v2
name: web
description: Serves pages
type: application
version: 1.2.3
appVersion: '4.5'
kubeVersion: '>=1.31.0-0'
`);
});

test("Chart.yaml pins each subchart, with its switch", () => {
  const umbrella = testChart({ name: "all", subcharts: [{ chart: testChart(), enabled: true, comment: "" }] });
  expect(load(chartYaml(umbrella))).toMatchObject({
    dependencies: [{ name: "web", version: "1.2.3", repository: "", condition: "web.enabled" }],
  });
});
