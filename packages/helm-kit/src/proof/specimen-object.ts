import type { HelmChart } from "../chart/helm-chart.ts";

/** Resources of a kind that nobody types, so that anything may stand in `spec`. */
export function specimenObject(
  chart: HelmChart,
  id: string,
  spec: Readonly<Record<string, unknown>>,
  metadata = {},
): void {
  chart.add(id, { apiVersion: "example.dev/v1", kind: "Specimen", metadata: { name: id, ...metadata }, spec });
}
