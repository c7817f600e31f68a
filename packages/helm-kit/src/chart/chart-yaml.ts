import { dump } from "js-yaml";
import type { HelmChart } from "./helm-chart.ts";

/** Chart.yaml. Dependencies are unpacked in charts/, so they have no repository and are pinned exactly. */
export function chartYaml(chart: HelmChart): string {
  const { metadata } = chart;
  const document = {
    apiVersion: "v2",
    name: metadata.name,
    description: metadata.description,
    type: "application",
    version: metadata.version,
    appVersion: metadata.appVersion,
    kubeVersion: `>=${metadata.minimumKubernetes}-0`,
    ...(metadata.keywords && { keywords: metadata.keywords }),
    ...(metadata.home && { home: metadata.home }),
    ...(metadata.sources && { sources: metadata.sources }),
    ...(chart.subcharts.length > 0 && {
      dependencies: chart.subcharts.map(({ chart: { metadata: dependency } }) => ({
        name: dependency.name,
        version: dependency.version,
        repository: "",
        condition: `${dependency.name}.enabled`,
      })),
    }),
    ...(metadata.maintainers && { maintainers: metadata.maintainers }),
    ...(metadata.icon && { icon: metadata.icon }),
    ...(metadata.annotations && { annotations: metadata.annotations }),
  };
  return dump(document, { lineWidth: -1, noRefs: true });
}

/**
 * Whether a Kubernetes version is at or above the chart's floor, as Helm reads ">=FLOOR-0": a pre-release or vendor
 * suffix ("v1.31.4-eks-1234") counts as its version.
 */
export function supportsKubernetes(minimum: string, version: string): boolean {
  const [floor, actual] = [minimum, version.replace(/^v/, "")].map(
    (text) => text.split(/[-+]/)[0]?.split(".").map(Number) ?? [],
  );
  for (const index of [0, 1, 2]) {
    const difference = (actual?.[index] ?? 0) - (floor?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
