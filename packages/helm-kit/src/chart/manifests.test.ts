import { describe, expect, test } from "vitest";
import { and, eq, hasApiVersion, not, withDefault } from "../expression/operators.ts";
import { when } from "../structure/structure.ts";
import { templateOf, testChart, testRelease } from "../test-chart.ts";
import { defineGlobal, defineValues } from "../values/define-values.ts";
import { boolean, choice, integer, text } from "../values/field.ts";
import { capabilities, release } from "./built-ins.ts";
import { ChartRefusal, type RenderOptions, toManifests } from "./manifests.ts";
import { configMap } from "./resources.ts";

/** Why a chart refuses to render. */
function refusal(render: () => unknown): ChartRefusal {
  try {
    render();
  } catch (error) {
    if (error instanceof ChartRefusal) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

const values = defineValues({
  tls: { mode: choice(["off", "own"], "off", ""), secret: text("", ""), port: integer(443, "", { maximum: 65_535 }) },
});

function guarded() {
  const chart = testChart({ values });
  chart.guard({
    path: "tls.secret",
    refuse: and(eq(values.tls.mode, "own"), not(values.tls.secret)),
    message: "is missing for tls.mode own. Name a Secret, or set tls.mode to off.",
  });
  chart.guard({
    path: "tls.port",
    refuse: eq(values.tls.port, 80),
    message: `${values.tls.port} is not for TLS (mode ${values.tls.mode}).`,
  });
  return chart;
}

describe("values are refused", () => {
  const render = (given: object, options: Partial<RenderOptions> = {}) =>
    refusal(() => toManifests(guarded(), { values: given, release: testRelease, ...options }));

  test("by the schema, with every path", () => {
    const { stage, message, problems } = render({ tls: { mode: "on", port: 70_000 }, tsl: {} });
    expect(stage).toBe("schema");
    expect(message).toBe(`web refuses these values:
- tsl: unknown key
- tls.mode: must be one of "off", "own"
- tls.port: must be <= 65535`);
    expect(problems).toHaveLength(3);
  });

  test("by the Kubernetes version, in Helm's words", () => {
    const refused = render({}, { capabilities: { kubeVersion: "v1.30.9-eks-1" } });
    expect(refused.stage).toBe("kubeVersion");
    expect(refused.problems).toEqual([
      "chart requires kubeVersion: >=1.31.0-0 which is incompatible with Kubernetes v1.30.9-eks-1",
    ]);
  });

  test("by every guard that holds, with values in its message", () => {
    const { stage, problems } = render({ tls: { mode: "own", port: 80 } });
    expect(stage).toBe("guards");
    expect(problems).toEqual([
      "tls.secret is missing for tls.mode own. Name a Secret, or set tls.mode to off.",
      "tls.port 80 is not for TLS (mode own).",
    ]);
  });

  test("and accepted where no guard holds", () => {
    const given = { tls: { mode: "own", secret: "x" } };
    expect(toManifests(guarded(), { values: given, release: testRelease }).objects).toEqual([]);
  });
});

test("guards are printed as one list of problems", () => {
  expect(
    templateOf(guarded(), "guards.yaml"),
  ).toBe(`{{- /* What the schema cannot judge. Every problem is listed, not only the first. */}}
{{- $problems := list }}
{{- if and (eq .Values.tls.mode "own") (not .Values.tls.secret) }}
{{- $problems = append $problems "tls.secret is missing for tls.mode own. Name a Secret, or set tls.mode to off." }}
{{- end }}
{{- if eq (int64 .Values.tls.port) 80 }}
{{- $problems = append $problems (printf "tls.port %d is not for TLS (mode %s)." (int64 .Values.tls.port) .Values.tls.mode) }}
{{- end }}
{{- if $problems }}
{{- fail (printf "\\n%s" (join "\\n" $problems)) }}
{{- end }}
`);
});

describe("a subchart", () => {
  const global = defineGlobal({ cluster: text("blue", "Cluster."), zone: text("", "Zone.") });
  const own = defineValues({ size: integer(1, "Size.") });

  function umbrella() {
    const db = testChart({ name: "db-server", values: own, global });
    configMap(db, "config", {
      metadata: { name: `${release.name}-db` },
      data: { cluster: withDefault(global.cluster, "none"), size: `${own.size}` },
    });
    const cache = testChart({ name: "cache", values: own, global });
    configMap(cache, "config", { metadata: { name: "cache" }, data: { size: `${own.size}` } });
    const chart = testChart({
      global,
      subcharts: [
        { chart: db, enabled: true, comment: "" },
        { chart: cache, enabled: false, comment: "" },
      ],
    });
    configMap(chart, "top", {
      metadata: { name: "top" },
      data: { db: `${chart.enabled(db)}`, ...when(chart.enabled(cache), { cache: "on" }) },
    });
    return { chart, db };
  }

  const rendered = (given: object) =>
    toManifests(umbrella().chart, { values: given, release: testRelease }).objects.map(({ template, object }) => [
      template,
      object.data,
    ]);

  test("sees its own values and global, nothing of its siblings", () => {
    expect(rendered({ "db-server": { size: 3 }, cache: { enabled: true }, global: { cluster: "green" } })).toEqual([
      ["web/templates/top.yaml", { db: "true", cache: "on" }],
      ["web/charts/db-server/templates/config.yaml", { cluster: "green", size: "3" }],
      ["web/charts/cache/templates/config.yaml", { size: "1" }],
    ]);
  });

  test("is left out where it is switched off", () => {
    expect(rendered({ "db-server": { enabled: false } })).toEqual([["web/templates/top.yaml", { db: "false" }]]);
  });

  test("rendered alone has no global", () => {
    const { db } = umbrella();
    const options = { release: testRelease, embedded: true };
    expect(toManifests(db, options).objects.map(({ object }) => object.data)).toEqual([{ cluster: "none", size: "1" }]);
  });

  test("is read through index, for its name has a hyphen", () => {
    expect(templateOf(umbrella().chart, "top.yaml")).toContain('(index .Values "db-server" "enabled")');
  });
});

test("templates see the release and what the cluster serves", () => {
  const chart = testChart();
  const { name, namespace, service } = release;
  configMap(chart, "config", {
    metadata: { name, namespace },
    data: { service, version: capabilities.kubeVersion, ...when(hasApiVersion("x/v1/Thing"), { thing: "yes" }) },
  });
  const render = (apiVersions: string[]) =>
    toManifests(chart, { release: testRelease, capabilities: { kubeVersion: "v1.33.1", apiVersions } }).objects[0]
      ?.object;
  expect(render([])).toEqual({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "shop", namespace: "prod" },
    data: { service: "Helm", version: "v1.33.1" },
  });
  expect(render(["x/v1/Thing"])).toMatchObject({ data: { thing: "yes" } });
});

test("notes are a text with the values at hand", () => {
  const values = defineValues({ on: boolean(true, "") });
  const chart = testChart({ values });
  chart.notes = [`${release.name} is there.`, ...when(values.on, ["", "It is on."], ["", "It is off."])];
  expect(templateOf(chart, "NOTES.txt")).toBe(
    "{{ .Release.Name }} is there.\n{{- if .Values.on }}\n\nIt is on.\n{{- else }}\n\nIt is off.\n{{- end }}\n",
  );
  expect(toManifests(chart, { values: { on: false }, release: testRelease }).notes).toBe(
    "shop is there.\n\nIt is off.\n",
  );
});
