import { describe, expect, test } from "vitest";
import { chartProject } from "./chart-project.ts";
import { defaultOptions, withDefaults } from "./options.ts";
import { chartTargets } from "./targets.ts";

const component = chartProject("packages/chart-web", { name: "@acme/chart-web" });
const umbrella = chartProject("packages/chart-shop", {
  name: "@acme/chart-shop",
  helm: { out: "charts/shop", lintValues: ["examples/small/values.yaml"] },
});

describe("targets of a chart", () => {
  test("run their programs by argument vectors", () => {
    const options = withDefaults({ helm: ["my helm", "--debug"], synth: ["node", "synth.ts"], packages: "out" });
    const argvs = Object.entries(chartTargets(umbrella, options)).map(([name, target]) => [name, target.options?.argv]);
    expect(Object.fromEntries(argvs)).toEqual({
      synth: ["node", "synth.ts", "packages/chart-shop/src/chart.ts", "--out", "charts/shop"],
      "synth-check": ["node", "synth.ts", "packages/chart-shop/src/chart.ts", "--out", "charts/shop", "--check"],
      lint: ["my helm", "--debug", "lint", "--strict", "charts/shop", "--values", "examples/small/values.yaml"],
      template: ["my helm", "--debug", "template", "shop", "charts/shop", "--kube-version", "1.34.0"],
      package: ["my helm", "--debug", "package", "charts/shop", "--destination", "out"],
    });
  });

  test("have no drift check when the chart is not committed", () => {
    expect(Object.keys(chartTargets(component, defaultOptions))).toEqual(["synth", "lint", "template", "package"]);
  });

  test("render, lint and package only what synth has written", () => {
    const { synth, ...others } = chartTargets(component, defaultOptions);
    expect(synth?.dependsOn).toBeUndefined();
    for (const target of Object.values(others)) expect(target.dependsOn).toEqual(["synth"]);
  });

  test("keep synth and lint in the cache, and nothing else", () => {
    const cached = Object.entries(chartTargets(umbrella, defaultOptions)).filter(([, target]) => target.cache);
    expect(cached.map(([name]) => name)).toEqual(["synth", "lint"]);
  });

  test("name the folder of the chart as the output of synth", () => {
    expect(chartTargets(component, defaultOptions).synth?.outputs).toEqual(["{projectRoot}/dist/chart"]);
    expect(chartTargets(umbrella, defaultOptions).synth?.outputs).toEqual(["{workspaceRoot}/charts/shop"]);
  });

  test("lint again when Helm has another version", () => {
    const options = withDefaults({ helm: ["node", "it's a.ts"] });
    expect(chartTargets(component, options).lint?.inputs).toContainEqual({
      runtime: "node 'it'\\''s a.ts' version --short",
    });
  });
});

describe("options in nx.json", () => {
  test("unknown ones are refused by name", () => {
    expect(() => withDefaults({ kubeversion: "1.34.0" } as object)).toThrow(/unknown option kubeversion .*kubeVersion/);
  });

  test("a program as one string is refused", () => {
    expect(() => withDefaults({ helm: "helm --debug" } as object)).toThrow(/option helm .* must be a list/);
  });
});
