import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load, loadAll } from "js-yaml";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { main } from "./cli.ts";
import { readFolder } from "./synth/diff-chart.ts";

const cli = fileURLToPath(new URL("cli.ts", import.meta.url));
const kit = new URL("index.ts", import.meta.url).href;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "helm-kit cli "));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs helm-kit in the test's folder. */
function helmKit(...args: string[]): Promise<Ran> {
  return run(args, {});
}

/** The same without a process of its own, for what loads no chart. */
async function inProcess(...args: string[]): Promise<Ran> {
  const written = { out: "", err: "" };
  const capture = (stream: "out" | "err") => (text: string | Uint8Array) => {
    written[stream] += text;
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(capture("out")),
    vi.spyOn(process.stderr, "write").mockImplementation(capture("err")),
  ];
  try {
    const code = await main(args);
    return { code, ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { ...process.env, DEBUG: "", ...env } };
    execFile(process.execPath, [cli, ...args], options, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

/** Writes chart.ts: a chart named "web" with a few values; `body` is code that may use `chart` and `values`. */
function writeChartModule(body = "", name = "chart.ts"): void {
  write(
    name,
    `import { configMap, defineValues, HelmChart, integer, text } from ${JSON.stringify(kit)};
const values = defineValues({ colour: text("red", "Colour."), port: integer(80, "Port.", { minimum: 1 }) });
export default function chart(scope: never): HelmChart {
  const metadata = { name: "web", version: "1.2.3", appVersion: "4", description: "Serves", minimumKubernetes: "1.31.0" };
  const chart = new HelmChart(scope, { metadata, values });
  configMap(chart, "config", { metadata: { name: "web" }, data: { colour: values.colour, port: \`\${values.port}\` } });
  ${body}
  return chart;
}
`,
  );
}

describe("helm-kit synth", () => {
  test("writes the chart and says so in one line", async () => {
    writeChartModule();
    const first = await helmKit("synth", "chart.ts", "--out", "charts/web");
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toMatch(/^charts\/web: 6 files, \d+ ms \(6 new\)\n$/);
    expect(readFolder(join(folder, "charts/web")).get("templates/config.yaml")).toContain(
      "colour: {{ .Values.colour | quote }}",
    );

    write("charts/web/extra.txt", "x");
    write("charts/web/values.yaml", "x");
    const second = await helmKit("synth", "chart.ts", "--out", "charts/web");
    expect(second.out).toMatch(/\(1 changed, 1 removed\)\n$/);
    const third = await helmKit("synth", "chart.ts", "--out", "charts/web");
    expect(third.out).toMatch(/\(none changed\)\n$/);
  });

  test("--check fails where the folder differs, with what to run, and writes nothing", async () => {
    writeChartModule();
    const missing = await helmKit("synth", "chart.ts", "--out", "web chart", "--check");
    expect(missing.code).toBe(1);
    expect(existsSync(join(folder, "web chart"))).toBe(false);

    await helmKit("synth", "chart.ts", "--out", "web chart");
    expect(await helmKit("synth", "chart.ts", "--out", "web chart", "--check")).toMatchObject({ code: 0, err: "" });

    write("web chart/values.yaml", "# Colour.\ncolour: blue\n");
    write("web chart/extra.txt", "");
    const { code, err } = await helmKit("synth", "chart.ts", "--out", "web chart", "--check");
    expect(code).toBe(1);
    expect(err).toContain(`helm-kit: web chart is not what chart.ts gives (1 changed, 1 removed):
  extra   extra.txt
  changed values.yaml
            @@ line 2 @@
            -colour: blue
            +colour: red
`);
    expect(err).toMatch(/\nTo fix it: node .*cli\.ts'? synth chart\.ts --out 'web chart'\n$/);
    expect(readdirSync(folder).sort()).toEqual(["chart.ts", "web chart"]);
  });

  test("leaves the folder as it was when the chart is broken", async () => {
    writeChartModule();
    await helmKit("synth", "chart.ts", "--out", "web");
    const before = readFolder(join(folder, "web"));
    writeChartModule(`throw new Error("the author's mistake");`);
    const { code, err, out } = await helmKit("synth", "chart.ts", "--out", "web");
    expect({ code, err, out }).toEqual({ code: 1, err: "helm-kit: chart.ts:7: the author's mistake\n", out: "" });
    expect(readFolder(join(folder, "web"))).toEqual(before);
    expect(readdirSync(folder).sort()).toEqual(["chart.ts", "web"]);
  });

  test("names the template that cannot be printed", async () => {
    writeChartModule(`chart.notes = [\`\${values.colour} on\`];`);
    const { code, err } = await helmKit("synth", "chart.ts", "--out", "web");
    expect(code).toBe(1);
    expect(err).toBe(
      "helm-kit: templates/NOTES.txt: values.colour can hold a line break, so it cannot stand bare in a text file: give it a pattern\n",
    );
  });

  test("refuses unused values", async () => {
    writeChartModule();
    const source = readFolder(folder).get("chart.ts") as string;
    write("chart.ts", source.replace("defineValues({", 'defineValues({ buffer: { limit: text("1G", "Limit.") },'));
    const { code, err } = await helmKit("synth", "chart.ts", "--out", "web");
    expect(code).toBe(1);
    expect(err).toBe("helm-kit: web: values.buffer.limit is declared but no template reads it: use it or remove it\n");
    expect(existsSync(join(folder, "web"))).toBe(false);
  });

  test("does not replace a folder that holds its own source", async () => {
    mkdirSync(join(folder, "src"));
    writeChartModule("", "src/chart.ts");
    const { code, err } = await helmKit("synth", "src/chart.ts", "--out", ".");
    expect(code).toBe(1);
    expect(err).toContain("src/chart.ts lies inside ., which synth replaces: choose another folder for --out");
  });

  test("Ctrl-C leaves the folder as it was", async () => {
    writeChartModule();
    await helmKit("synth", "chart.ts", "--out", "web");
    const before = readFolder(join(folder, "web"));
    writeChartModule(`for (let n = 0; n < 3000; n++) chart.file(\`files/\${n}.txt\`, "x\\n");`);
    const child = spawn(process.execPath, [cli, "synth", "chart.ts", "--out", "web"], { cwd: folder, stdio: "ignore" });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    while (child.exitCode === null && !readdirSync(folder).some((name) => name.startsWith(".web.helm-kit-new-"))) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(readdirSync(folder).sort()).toEqual(["chart.ts", "web"]);
    expect(readFolder(join(folder, "web"))).toEqual(before);
  });
});

describe("helm-kit template", () => {
  test("prints the objects as YAML, each with its template", async () => {
    writeChartModule();
    write("a.yaml", "colour: blue\nport: 81\n");
    write("b.yaml", "colour: green\n");
    const { code, out } = await helmKit("template", "chart.ts", "-f", "a.yaml", "-f", "b.yaml");
    expect(code).toBe(0);
    expect(out.startsWith("---\n# Source: web/templates/config.yaml\n")).toBe(true);
    expect(loadAll(out)).toEqual([
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "web" }, data: { colour: "green", port: "81" } },
    ]);
  });

  test("prints a List as JSON, for the release and cluster it is told", async () => {
    write(
      "chart.ts",
      `import { capabilities, configMap, hasApiVersion, HelmChart, release, when } from ${JSON.stringify(kit)};
import { App } from ${JSON.stringify(import.meta.resolve("cdk8s"))};
const metadata = { name: "web", version: "1.2.3", appVersion: "4", description: "", minimumKubernetes: "1.31.0" };
const chart = new HelmChart(new App(), { metadata });
configMap(chart, "config", {
  metadata: { name: release.name, namespace: release.namespace },
  data: { version: capabilities.kubeVersion, ...when(hasApiVersion("x/v1"), { x: "yes" }) },
});
export default chart;
`,
    );
    const args = ["--name", "shop", "--namespace", "prod", "--kube-version", "1.33.2", "--api-versions", "x/v1"];
    const { code, out } = await helmKit("template", "chart.ts", "--output", "json", ...args);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      apiVersion: "v1",
      kind: "List",
      items: [
        {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "shop", namespace: "prod" },
          data: { version: "v1.33.2", x: "yes" },
        },
      ],
    });
    expect(load((await helmKit("template", "chart.ts")).out)).toMatchObject({
      metadata: { name: "web", namespace: "default" },
    });
  });

  test.each<[string, string, string]>([
    ["port: 0\n", "web refuses these values:\n- port: must be >= 1\n", "a value that the schema refuses"],
    ["port: 1\nport: 2\n", "bad.yaml:2: not YAML: duplicated mapping key\n", "a key that is there twice"],
    ["- port\n", 'bad.yaml:1: values are a map, "key: value", but this is a list\n', "a list"],
  ])("refuses %j", async (text, message) => {
    writeChartModule();
    write("bad.yaml", text);
    expect(await helmKit("template", "chart.ts", "-f", "bad.yaml")).toEqual({
      code: 1,
      out: "",
      err: `helm-kit: ${message}`,
    });
  });

  test("refuses a values file that is not there", async () => {
    writeChartModule();
    const { code, err } = await helmKit("template", "chart.ts", "-f", "none.yaml");
    expect({ code, err }).toEqual({
      code: 1,
      err: "helm-kit: none.yaml: no such values file: check the path after -f\n",
    });
  });
});

describe("a module that gives no chart", () => {
  test.each<[string, string | undefined, string]>([
    ["is not there", undefined, "chart.ts: no such file: name the module that exports the chart"],
    ["has no default export", "export const chart = 1;", "chart.ts gives no chart: export default a function"],
    ["exports something else", "export default () => 3;", "chart.ts gives something that is no HelmChart"],
    [
      "exports another cdk8s chart",
      `import { App, Chart } from ${JSON.stringify(import.meta.resolve("cdk8s"))};\nexport default new Chart(new App(), "x");`,
      "chart.ts gives something that is no HelmChart of this helm-kit",
    ],
    ["cannot be parsed", "export default {\n", "chart.ts"],
    ["imports what is not there", 'import "./none.ts";', "none.ts"],
    ["throws while it is loaded", "\n\nthrow new Error('too early');", "chart.ts:3: too early"],
  ])("%s", async (_what, source, message) => {
    if (source !== undefined) write("chart.ts", source);
    const { code, err, out } = await helmKit("template", "chart.ts");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(`helm-kit: `);
    expect(err).toContain(message);
    expect(err).not.toContain("    at ");
  });

  test("shows a stack trace when it is debugged", async () => {
    write("chart.ts", "throw new Error('too early');");
    const { err } = await run(["template", "chart.ts"], { DEBUG: "1" });
    expect(err).toContain("    at ");
  });
});

describe("wrong usage ends with 2", () => {
  test.each<[string[], string]>([
    [[], "Usage: helm-kit"],
    [["sinth"], "unknown command 'sinth'"],
    [["synth", "--out", "web"], "missing required argument 'chart'"],
    [["synth", "chart.ts"], "required option '--out <folder>' not specified"],
    [["synth", "chart.ts", "--out"], "argument missing"],
    [["template", "chart.ts", "--output", "xml"], "Allowed choices are yaml, json"],
    [["template", "chart.ts", "--kube-version", "latest"], "It must be like v1.34.4"],
    [["template", "chart.ts", "more.ts"], "too many arguments"],
  ])("%j", async (args, message) => {
    const { code, err, out } = await inProcess(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });

  test("help ends with 0, on standard output", async () => {
    const { code, out, err } = await inProcess("--help");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("Exit codes: 0 done, 1 failed (with --check: the folder differs), 2 wrong usage");
  });
});
