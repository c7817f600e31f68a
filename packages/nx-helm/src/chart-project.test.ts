import { describe, expect, test } from "vitest";
import { assertSeparateFolders, chartProject, projectRootOf } from "./chart-project.ts";

describe("a chart project", () => {
  test("is the folder above src/ of its marker", () => {
    expect(projectRootOf("packages/chart-falco/src/chart.ts")).toBe("packages/chart-falco");
    expect(projectRootOf("src/chart.ts")).toBe(".");
  });

  test("writes into its own dist/ unless package.json names a folder", () => {
    expect(chartProject("packages/chart-falco", { name: "@acme/chart-falco" })).toEqual({
      root: "packages/chart-falco",
      release: "falco",
      out: "packages/chart-falco/dist/chart",
      committed: false,
      lintValues: [],
    });
    expect(chartProject("packages/web", { name: "web", helm: { out: "./charts/web/" } })).toMatchObject({
      release: "web",
      out: "charts/web",
      committed: true,
    });
  });

  test.each([
    [
      { output: "charts/web" },
      'packages/web/package.json: unknown key helm.output; "helm" knows "out" and "lintValues"',
    ],
    [{ out: "/tmp/web" }, "packages/web/package.json: helm.out must be a path from the root of the workspace"],
    [{ out: "charts/../../web" }, "helm.out must be a path from the root"],
    [{ out: "C:\\web" }, "helm.out must be a path from the root"],
    [{ out: "" }, "helm.out must be a path from the root"],
    [{ out: 3 }, "helm.out must be a path from the root"],
    [{ lintValues: "a.yaml" }, "packages/web/package.json: helm.lintValues must be a list of files"],
    [{ lintValues: ["/a.yaml"] }, "helm.lintValues must be a path from the root"],
    [[], 'packages/web/package.json: "helm" must be an object'],
  ])('refuses "helm": %j', (helm, message) => {
    expect(() => chartProject("packages/web", { name: "web", helm })).toThrow(message);
  });
});

describe("two charts", () => {
  const chart = (root: string, out: string) => chartProject(root, { name: root, helm: { out } });

  test("may write side by side, even when one name begins with the other", () => {
    expect(() => assertSeparateFolders([chart("a", "charts/web"), chart("b", "charts/web-extra")])).not.toThrow();
  });

  test.each(["charts/web", "charts/web/charts/db"])("may not write to charts/web and %s", (inner) => {
    expect(() => assertSeparateFolders([chart("b", inner), chart("a", "charts/web")])).toThrow(
      /would write its chart to .*, inside charts\/web, which belongs to .: remove helm.out from/,
    );
  });
});
