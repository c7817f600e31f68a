{{/*
Name of the chart, or what replaces it.
*/}}
{{- define "aws-for-fluent-bit.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/*
Name of the resources: release and chart, or the release alone where it holds the chart's name.
*/}}
{{- define "aws-for-fluent-bit.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride }}
{{- else if contains (include "aws-for-fluent-bit.name" .) .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "aws-for-fluent-bit.name" .) | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/*
Chart and version, as the label helm.sh/chart.
*/}}
{{- define "aws-for-fluent-bit.chart" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/*
Labels that select pods: they never change over a release's life.
*/}}
{{- define "aws-for-fluent-bit.selectorLabels" -}}
app.kubernetes.io/name: {{ include "aws-for-fluent-bit.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{/*
Labels of every resource.
*/}}
{{- define "aws-for-fluent-bit.labels" -}}
helm.sh/chart: {{ include "aws-for-fluent-bit.chart" . | quote }}
{{ include "aws-for-fluent-bit.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
{{- end }}

{{/*
Name of the ServiceAccount to use.
*/}}
{{- define "aws-for-fluent-bit.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "aws-for-fluent-bit.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/*
Image reference; global.imageRegistry replaces the registry part.
*/}}
{{- define "aws-for-fluent-bit.image" -}}
{{- if (.Values.global).imageRegistry }}
{{- printf "%s/%s:%s" (.Values.global).imageRegistry (regexReplaceAll "^[^/]*[.:][^/]*/" .Values.image.repository "") .Values.image.tag }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository .Values.image.tag }}
{{- end }}
{{- end }}

{{/*
Log group of the records.
*/}}
{{- define "aws-for-fluent-bit.logGroup" -}}
{{- default (printf "/shelltrail/%s" (default "" ((.Values.global).cluster).name)) .Values.cloudWatchLogs.logGroupName }}
{{- end }}
