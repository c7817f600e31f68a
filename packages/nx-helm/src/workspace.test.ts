// The plugin inside the real Nx, on this workspace. Each call starts Nx anew, without its daemon, as CI does.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const nxProgram = fileURLToPath(new URL("../../../node_modules/nx/dist/bin/nx.js", import.meta.url));

async function nx(...args: string[]): Promise<string> {
  // vitest and an Nx around it leave variables that would make this Nx believe that it is somebody else's child.
  const inherited = Object.entries(process.env).filter(([key]) => !/^(NX_|NODE_OPTIONS|VITEST)/.test(key));
  const env = { ...Object.fromEntries(inherited), NX_DAEMON: "false", NX_NO_CLOUD: "true", FORCE_COLOR: "0" };
  const { stdout } = await promisify(execFile)(process.execPath, [nxProgram, ...args], { cwd: root, env });
  return stdout;
}

async function affectedBy(...files: string[]): Promise<string[]> {
  const names = JSON.parse(await nx("show", "projects", "--affected", "--json", `--files=${files.join(",")}`));
  return names.map((name: string) => name.replace("@shelltrail/", "")).sort();
}

describe("nx affected", { timeout: 60_000 }, () => {
  test("a component chart concerns itself and the umbrella, not its siblings", async () => {
    const affected = await affectedBy("packages/chart-falco/src/chart.ts");
    expect(affected).toEqual(expect.arrayContaining(["chart-falco", "chart-shelltrail"]));
    expect(affected).not.toContain("chart-aws-for-fluent-bit");
    expect(affected).not.toContain("helm-kit");
  });

  test("the chart library concerns every chart", async () => {
    expect(await affectedBy("packages/helm-kit/src/index.ts")).toEqual(
      expect.arrayContaining([
        "chart-aws-for-fluent-bit",
        "chart-falco",
        "chart-global",
        "chart-shelltrail",
        "helm-kit",
      ]),
    );
  });

  test("a hand-edited chart concerns the umbrella that owns the folder", async () => {
    for (const file of ["templates/NOTES.txt", "charts/falco/values.yaml"]) {
      const affected = await affectedBy(`charts/shelltrail/${file}`);
      expect(affected).toContain("chart-shelltrail");
      expect(affected.filter((name) => /^(chart-(?!shelltrail)|helm-)/.test(name))).toEqual([]);
    }
  });

  test("the front door concerns nobody", async () => {
    expect(await affectedBy("README.md")).toEqual([]);
  });
});

describe("inferred targets", { timeout: 60_000 }, () => {
  test.each([
    ["chart-falco", ["lint", "package", "synth", "template"]],
    ["chart-shelltrail", ["lint", "package", "synth", "synth-check", "template"]],
    ["helm-kit", []],
  ])("%s", async (project, expected) => {
    const { targets } = JSON.parse(await nx("show", "project", project, "--json"));
    const ours = ["lint", "package", "synth", "synth-check", "template"];
    expect(
      Object.keys(targets)
        .filter((target) => ours.includes(target))
        .sort(),
    ).toEqual(expected);
  });
});
