/** A chart as the renderer and `writeChart` take it: path within the chart to text. */
export type ChartFiles = Readonly<Record<string, string>>;

/**
 * An umbrella with two subcharts: conditions and an alias, import-values, global, a schema in parent and child, notes in both, a
 * guard that fails, a test hook, and default values that the parent overrides.
 */
export const umbrella: ChartFiles = {
  "Chart.yaml": `apiVersion: v2
name: umbrella
version: 1.2.3
appVersion: "0.9"
kubeVersion: ">=1.24.0-0"
dependencies:
  - name: agent
    version: 0.1.0
    repository: ""
    condition: agent.enabled
  - name: relay
    alias: sidekick
    version: 0.2.x
    repository: ""
    condition: sidekick.enabled,global.relays
    import-values:
      - child: exported
        parent: imported
`,
  "values.yaml": `global:
  region: eu-central-1
  relays: false
guard: ""
big: 10000000
account: "012345678901"
ratio: 0.5
labels: {}
imported:
  kept: parent
agent:
  enabled: true
  level: warn
sidekick: {}
`,
  "values.schema.json": JSON.stringify({
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    properties: { big: { type: "integer" }, labels: { type: "object" }, guard: { type: "string" } },
  }),
  "templates/_helpers.tpl": `{{- define "umbrella.name" -}}
{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}
`,
  "templates/guard.yaml": `{{- if .Values.guard }}
{{- fail (printf "guard: %s was removed; use labels instead" .Values.guard) }}
{{- end }}
`,
  "templates/config.yaml": `{{- /* nothing of this comment is printed */ -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "umbrella.name" . }}
  namespace: {{ .Release.Namespace }}
  {{- with .Values.labels }}
  labels:
    {{- toYaml . | nindent 4 }}
  {{- end }}
data:
  big: {{ .Values.big | int64 | quote }}
  bare: {{ .Values.big | quote }}
  ratio: {{ .Values.ratio | quote }}
  account: {{ .Values.account | quote }}
  imported: {{ .Values.imported | toJson | quote }}
  subcharts: {{ keys .Subcharts | sortAlpha | join "," | quote }}
  revision: {{ .Release.Revision | quote }}
  install: {{ .Release.IsInstall | quote }}
---
# a document of nothing but a comment
---
apiVersion: v1
kind: Namespace
metadata:
  name: sorted-before-the-map
`,
  "templates/tests/connection.yaml": `apiVersion: v1
kind: Pod
metadata:
  name: {{ include "umbrella.name" . }}-test
  annotations:
    helm.sh/hook: test
spec:
  restartPolicy: Never
  containers: []
`,
  "templates/NOTES.txt": "Recording {{ .Release.Name }} in {{ .Values.global.region }}.\n",
  "charts/agent/Chart.yaml": "apiVersion: v2\nname: agent\nversion: 0.1.0\n",
  "charts/agent/values.yaml": "level: info\nports: [8080]\nnested:\n  a: 1\n  b: 2\n",
  "charts/agent/values.schema.json": JSON.stringify({
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    additionalProperties: false,
    properties: {
      global: { type: "object" },
      enabled: { type: "boolean" },
      level: { enum: ["info", "warn"] },
      ports: { type: "array", items: { type: "integer" } },
      nested: { type: "object" },
    },
  }),
  "charts/agent/templates/daemonset.yaml": `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: {{ .Release.Name }}-agent
spec:
  region: {{ .Values.global.region | quote }}
  level: {{ .Values.level }}
  ports: {{ .Values.ports | toJson }}
  nested:
    {{- toYaml .Values.nested | nindent 4 }}
`,
  "charts/agent/templates/NOTES.txt": "The agent runs.\n",
  "charts/relay/Chart.yaml": "apiVersion: v2\nname: relay\nversion: 0.2.7\n",
  "charts/relay/values.yaml": "exported:\n  kept: child\n  added: child\nreplicas: 2\n",
  "charts/relay/templates/deployment.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-{{ .Chart.Name }}
spec:
  replicas: {{ .Values.replicas }}
`,
};

/** One chart alone: capabilities, files, hostile strings, hooks with weights, numbers and a map in range. */
export const single: ChartFiles = {
  "Chart.yaml": 'apiVersion: v2\nname: single\nversion: 0.0.1\nkubeVersion: ">=1.28.0-0"\n',
  "values.yaml": "env: {}\nraw: null\nn: 3\n",
  "files/rules.yaml": '- rule: "{{ not a template }}"\n  output: "%evt.time"\n',
  "templates/all.yaml": `apiVersion: v1
kind: ConfigMap
metadata:
  name: single
  labels:
    helm: {{ .Capabilities.HelmVersion.Version | quote }}
    kube: {{ .Capabilities.KubeVersion.Version | quote }}
    minor: {{ .Capabilities.KubeVersion.Minor | quote }}
    monitors: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" | quote }}
data:
  rules.yaml: |-
    {{- .Files.Get "files/rules.yaml" | nindent 4 }}
  {{- range $key, $value := .Values.env }}
  {{ $key | quote }}: {{ $value | toString | quote }}
  {{- end }}
  raw: {{ .Values.raw | toJson | quote }}
numbers:
  - {{ .Values.n }}
  - {{ mul .Values.n 1000000 }}
  - {{ .Values.n | toJson }}
  - 0.1
  - 1e+07
  - 9007199254740993
`,
  "templates/hooks.yaml": `apiVersion: batch/v1
kind: Job
metadata:
  name: second
  annotations:
    helm.sh/hook: pre-install
    helm.sh/hook-weight: "5"
---
apiVersion: batch/v1
kind: Job
metadata:
  name: first
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-weight: "-5"
`,
  "templates/broken.yaml": "{{- if .Values.broken }}\nkind: ConfigMap\n  wrong: indent\n{{- end }}\n",
  "templates/twice.yaml": "{{- if .Values.twice }}\napiVersion: v1\nkind: Secret\nkind: Secret\n{{- end }}\n",
};
