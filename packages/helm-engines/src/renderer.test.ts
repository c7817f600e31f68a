import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pinnedHelm } from "./find-helm.ts";
import { helm } from "./helm.ts";
import { connectRenderer, type RenderAnswer, type Renderer, type RenderRequest, startRenderer } from "./renderer.ts";
import { type ChartFiles, single, umbrella } from "./testing/charts.ts";
import { valuesText } from "./values-text.ts";

const release = { name: "demo", namespace: "audit" };
const capabilities = { kubeVersion: "v1.34.4" };
const hostile = "a'b\"c\\d {{ e }} <&>: #\n\u2028 \t - ü 💥 yes 1e3";

/** What is rendered, and the stage at which it fails where it does. */
const cases: { title: string; chart: "umbrella" | "single"; request?: Partial<RenderRequest>; fails?: string }[] = [
  { title: "defaults", chart: "umbrella" },
  { title: "a subchart switched off", chart: "umbrella", request: { values: "agent: {enabled: false}" } },
  {
    title: "an aliased subchart switched on by its first condition",
    chart: "umbrella",
    request: { values: "sidekick: {enabled: true}" },
  },
  { title: "a condition in global", chart: "umbrella", request: { values: "global: {relays: true}" } },
  {
    title: "values as JSON",
    chart: "umbrella",
    request: { values: valuesText({ labels: { text: hostile }, big: 3 }) },
  },
  { title: "two documents in the values file", chart: "umbrella", request: { values: "big: 1\n---\nbig: 2\n" } },
  {
    title: "a null that removes a default",
    chart: "umbrella",
    request: { values: "agent: {nested: {a: null}, ports: null}" },
  },
  { title: "a null for a whole subchart", chart: "umbrella", request: { values: "agent: null" } },
  { title: "--set", chart: "umbrella", request: { set: ["big=7", "labels.a=b", "agent.ports={1,2}"] } },
  { title: "the guard", chart: "umbrella", request: { values: "guard: oldKey" }, fails: "render" },
  { title: "the schema of the parent", chart: "umbrella", request: { values: "big: [1]" }, fails: "schema" },
  {
    title: "the schema of a subchart",
    chart: "umbrella",
    request: { values: "agent: {unknown: 1, level: loud}" },
    fails: "schema",
  },
  { title: "values that are no YAML", chart: "umbrella", request: { values: "a: b: c" }, fails: "values" },
  { title: "values that are a list", chart: "umbrella", request: { values: "[1]" }, fails: "values" },
  {
    title: "Kubernetes below the floor",
    chart: "umbrella",
    request: { capabilities: { kubeVersion: "1.20.0" } },
    fails: "kubeVersion",
  },
  {
    title: "a vendor's version below the floor",
    chart: "umbrella",
    request: { capabilities: { kubeVersion: "v1.20.4-eks-a1b2c3d" } },
    fails: "kubeVersion",
  },
  {
    title: "a version that is none",
    chart: "umbrella",
    request: { capabilities: { kubeVersion: "new" } },
    fails: "kubeVersion",
  },
  {
    title: "a release name that is none",
    chart: "umbrella",
    request: { release: { name: "No_Name", namespace: "x" } },
    fails: "request",
  },
  { title: "defaults", chart: "single" },
  { title: "Helm's default capabilities", chart: "single", request: { capabilities: {} } },
  {
    title: "a vendor's Kubernetes version",
    chart: "single",
    request: { capabilities: { kubeVersion: "v1.33.4-eks-a1b2c3d" } },
  },
  {
    title: "additional API versions",
    chart: "single",
    request: { capabilities: { kubeVersion: "1.34.4", apiVersions: ["monitoring.coreos.com/v1", "a.b/v2"] } },
  },
  {
    title: "hostile strings",
    chart: "single",
    request: { values: valuesText({ env: { [`k-${hostile}`]: hostile, no: "no" } }) },
  },
  {
    title: "large and small numbers",
    chart: "single",
    request: { values: "n: 123456789012\nraw: [1e21, 0.1, -0, 12345678, 1.0]" },
  },
  { title: "a manifest that is no YAML", chart: "single", request: { values: "broken: true" }, fails: "parse" },
  { title: "a key that occurs twice", chart: "single", request: { values: "twice: true" } },
  { title: "a function that fails", chart: "single", request: { values: "env: 3" }, fails: "render" },
];

describe.each(["3.22.0", "4.3.1"] as const)("the batch renderer of Helm %s", (engine) => {
  let renderer: Renderer;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "renderer-test-"));
    renderer = await startRenderer({ engine });
    for (const [id, files] of Object.entries({ umbrella, single })) {
      await writeChart(join(folder, id), files);
      await renderer.load(id, { path: join(folder, id) });
      await renderer.load(`${id} from texts`, { files });
    }
  });

  afterAll(async () => {
    await renderer.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(cases)(
    "says of $chart with $title what a helm template process says",
    async ({ chart, request, fails }) => {
      const complete = { release, capabilities, values: "", texts: true, ...request };
      const answer = await renderer.render({ chart, ...complete });
      const args = [
        "template",
        complete.release.name,
        join(folder, chart),
        "--namespace",
        complete.release.namespace,
        "-f",
        "-",
      ];
      const { kubeVersion, apiVersions } = complete.capabilities as { kubeVersion?: string; apiVersions?: string[] };
      const printed = await helm(
        await pinnedHelm(engine),
        [
          ...args,
          ...(kubeVersion ? ["--kube-version", kubeVersion] : []),
          ...(apiVersions ?? []).flatMap((version) => ["--api-versions", version]),
          ...(complete.set ?? []).flatMap((argument) => ["--set", argument]),
        ],
        { input: complete.values },
      );
      expect(answer.ok ? undefined : answer.stage).toBe(fails);
      if (answer.ok) {
        expect(printed.stderr).toBe("");
        expect(asPrinted(answer)).toBe(squeeze(printed.stdout));
      } else {
        expect(printed.exitCode).toBe(1);
        expect(comparable(printed.stderr.replace(/^.*?Error: /s, ""))).toBe(comparable(answer.error));
      }
      expect(await renderer.render({ chart: `${chart} from texts`, ...complete })).toEqual(answer);
    },
  );

  test("gives objects in install order with their templates, tests included, and the chart's own notes", async () => {
    const answer = await render({ chart: "umbrella", values: "big: 12345678" });
    expect(answer.objects.map(({ template, object }) => [template, object.kind])).toEqual([
      ["umbrella/templates/config.yaml", "Namespace"],
      ["umbrella/templates/config.yaml", "ConfigMap"],
      ["umbrella/charts/agent/templates/daemonset.yaml", "DaemonSet"],
      ["umbrella/templates/tests/connection.yaml", "Pod"],
    ]);
    expect(answer.objects[1]?.object.data).toMatchObject({ big: "12345678", bare: "1.2345678e+07", install: "true" });
    expect(answer.notes).toBe("Recording demo in eu-central-1.\n");
    expect(answer.texts).toBeUndefined();
  });

  test("adds the subcharts' notes when asked", async () => {
    const answer = await render({ chart: "umbrella", subNotes: true });
    expect(answer.notes).toBe("The agent runs.\n\nRecording demo in eu-central-1.\n");
  });

  test("renders an upgrade", async () => {
    const answer = await render({ chart: "umbrella", release: { ...release, revision: 4, isUpgrade: true } });
    expect(answer.objects[1]?.object.data).toMatchObject({ revision: "4", install: "false" });
  });

  test("finds a key that occurs twice when strict", async () => {
    const answer = await renderer.render({
      chart: "single",
      release,
      capabilities,
      values: "twice: true",
      strict: true,
    });
    expect(answer).toMatchObject({
      ok: false,
      stage: "parse",
      error: expect.stringContaining("single/templates/twice.yaml"),
    });
  });

  test("keeps nothing of one render for the next, and answers in order", async () => {
    const wanted = Array.from({ length: 200 }, (_, index) => ({
      chart: "umbrella",
      release,
      capabilities,
      values: `big: ${index}\nagent: {enabled: ${index % 2 === 0}}\nsidekick: {enabled: ${index % 3 === 0}}\n`,
    }));
    const answers = await renderer.renderAll(wanted);
    expect(answers.map(summary)).toEqual(wanted.map((_, index) => [String(index), index % 2 === 0, index % 3 === 0]));
  });

  test("reads a chart again when it is loaded again", async () => {
    const files = { ...single, "templates/all.yaml": "apiVersion: v1\nkind: Service\n", "templates/hooks.yaml": "" };
    await renderer.load("changing", { files: single });
    await renderer.load("changing", { files });
    expect((await render({ chart: "changing" })).objects.map(({ object }) => object)).toEqual([
      { apiVersion: "v1", kind: "Service" },
    ]);
  });

  test("names a dependency that is missing, as Helm does", async () => {
    const files = Object.fromEntries(Object.entries(umbrella).filter(([path]) => !path.startsWith("charts/relay/")));
    await writeChart(join(folder, "incomplete"), files);
    await renderer.load("incomplete", { files });
    const answer = await renderer.render({ chart: "incomplete", release });
    const printed = await helm(await pinnedHelm(engine), ["template", join(folder, "incomplete")]);
    expect(answer).toEqual({
      ok: false,
      stage: "dependencies",
      error: expect.stringMatching(/charts\/ directory: relay$/),
    });
    expect(printed.stderr).toBe(answer.ok ? "" : `Error: ${answer.error}\n`);
  });

  test("refuses a chart that is none, an id that is none and a field that is none", async () => {
    await expect(renderer.load("empty", { files: { "values.yaml": "" } })).rejects.toThrow(
      /load the chart empty: .*Chart.yaml/,
    );
    expect(await renderer.render({ chart: "unknown", release })).toMatchObject({
      stage: "request",
      error: expect.stringContaining("unknown"),
    });
    const misspelt = { chart: "single", release, vlues: "" } as RenderRequest;
    expect(await renderer.render(misspelt)).toMatchObject({
      stage: "request",
      error: expect.stringContaining("vlues"),
    });
  });

  async function render(request: Omit<RenderRequest, "release"> & Partial<RenderRequest>) {
    const answer = await renderer.render({ release, capabilities, ...request });
    if (!answer.ok) {
      throw new Error(answer.error);
    }
    return answer;
  }
});

test("a renderer that dies rejects what is pending and what comes after, with its last words", async () => {
  const script = "process.stdin.once('data', () => { console.error('panic: out of cheese'); process.exit(2); })";
  const renderer = connectRenderer("4.3.1", spawn(process.execPath, ["-e", script]));
  const pending = [1, 2, 3].map(() => renderer.render({ chart: "c", release }));
  for (const answer of await Promise.allSettled(pending)) {
    expect(answer).toMatchObject({
      status: "rejected",
      reason: { message: expect.stringMatching(/4\.3\.1 exited with 2.*out of cheese/s) },
    });
  }
  await expect(renderer.render({ chart: "c", release })).rejects.toThrow("out of cheese");
  await expect(renderer.renderAll([{ chart: "c", release }])).rejects.toThrow("out of cheese");
  await renderer.close();
});

test("a renderer that does not read does not fill the memory, and one that dies so rejects", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const renderer = connectRenderer("4.3.1", child);
  let taken = 0;
  function* requests() {
    for (; taken < 1000; taken++) {
      yield { chart: "c", release, values: "x".repeat(100_000) };
    }
  }
  const answers = renderer.renderAll(requests());
  answers.catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(taken).toBeLessThan(10);
  child.kill("SIGKILL");
  await expect(answers).rejects.toThrow("was ended by SIGKILL");
});

async function writeChart(folder: string, files: ChartFiles): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** The documents as `helm template` writes them. */
function asPrinted(answer: RenderAnswer): string {
  const texts = answer.ok ? (answer.texts ?? []) : [];
  return squeeze(texts.map(({ template, text }) => `---\n# Source: ${template}\n${text}\n`).join(""));
}

/** Helm trims the end of the last manifest, but not of the others. */
function squeeze(text: string): string {
  return text.replaceAll(/\s*\n---\n/g, "\n---\n").trim();
}

/** Helm names the values file and the chart's folder where the renderer cannot. */
function comparable(error: string): string {
  return error
    .replace(/Use --debug flag to render out invalid YAML\s*$/, "")
    .replaceAll(/failed to parse \S+:/g, "failed to parse values:")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function summary(answer: RenderAnswer) {
  const objects = answer.ok ? answer.objects : [];
  const kinds = objects.map(({ object }) => object.kind);
  const map = objects.find(({ object }) => object.kind === "ConfigMap")?.object.data as { big: string } | undefined;
  return [map?.big, kinds.includes("DaemonSet"), kinds.includes("Deployment")];
}
