import { describe, expect, test } from "vitest";
import { templateOf, testChart, testRelease } from "../test-chart.ts";
import { defineValues } from "../values/define-values.ts";
import { toManifests } from "./manifests.ts";
import { configMap } from "./resources.ts";
import { nameValues, standardHelpers } from "./standard-helpers.ts";

const values = defineValues(nameValues);

function metadataOf(given: object, release = "shop", name = "web"): { name: string; labels: Record<string, string> } {
  const chart = testChart({ name, values });
  const { fullname, labels } = standardHelpers(chart, values);
  configMap(chart, "config", { metadata: { name: fullname, labels } });
  const { objects } = toManifests(chart, { values: given, release: { ...testRelease, name: release } });
  return objects.map(({ object }) => object.metadata)[0] as never;
}

describe("the full name", () => {
  const long = "a".repeat(60);
  test.each<[string, object, string, string]>([
    ["is release and chart", {}, "shop", "shop-web"],
    ["is the release that holds the chart's name", {}, "my-web-shop", "my-web-shop"],
    ["has the name's override", { nameOverride: "site" }, "shop", "shop-site"],
    ["is its override", { fullnameOverride: "all-mine" }, "shop", "all-mine"],
    ["has 63 characters at most", {}, long, `${long}-we`],
    ["never ends with a hyphen", {}, "b".repeat(62), "b".repeat(62)],
  ])("%s", (_what, given, release, name) => {
    expect(metadataOf(given, release).name).toBe(name);
  });

  test.each([{ nameOverride: "UPPER" }, { fullnameOverride: "-x" }, { nameOverride: "a".repeat(64) }])(
    "is refused where it could not name a resource: %j",
    (given) => {
      expect(() => metadataOf(given)).toThrow("web refuses these values");
    },
  );
});

test("labels are those that helm create gives", () => {
  expect(metadataOf({}).labels).toEqual({
    "helm.sh/chart": "web-1.2.3",
    "app.kubernetes.io/name": "web",
    "app.kubernetes.io/instance": "shop",
    "app.kubernetes.io/version": "4.5",
    "app.kubernetes.io/managed-by": "Helm",
  });
});

test("the helpers read as those of helm create", () => {
  const chart = testChart({ values });
  standardHelpers(chart, values);
  expect(templateOf(chart, "_helpers.tpl")).toBe(`{{/*
Name of the chart, or what replaces it.
*/}}
{{- define "web.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/*
Name of the resources: release and chart, or the release alone where it holds the chart's name.
*/}}
{{- define "web.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride }}
{{- else if contains (include "web.name" .) .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "web.name" .) | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/*
Chart and version, as the label helm.sh/chart.
*/}}
{{- define "web.chart" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/*
Labels that select pods: they never change over a release's life.
*/}}
{{- define "web.selectorLabels" -}}
app.kubernetes.io/name: {{ include "web.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{/*
Labels of every resource.
*/}}
{{- define "web.labels" -}}
helm.sh/chart: {{ include "web.chart" . | quote }}
{{ include "web.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
{{- end }}
`);
});
