import { readFileSync } from "node:fs";
import type { ChartMetadata } from "@shelltrail/helm-kit";

/** Oldest Kubernetes of the charts: the oldest minor that EKS still serves in extended support (2026-11). */
export const KUBERNETES_FLOOR = "1.31.0";

/** The version that every chart of a release carries; package.json of the workspace's packages is its only source. */
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

/** What the charts of shelltrail share in Chart.yaml. */
export function chartMetadata(
  own: Pick<ChartMetadata, "name" | "description" | "keywords" | "annotations"> & { readonly appVersion?: string },
): ChartMetadata {
  return {
    version,
    appVersion: version,
    minimumKubernetes: KUBERNETES_FLOOR,
    home: "https://github.com/shelltrail/shelltrail",
    icon: "https://raw.githubusercontent.com/shelltrail/shelltrail/main/docs/icon.svg",
    sources: ["https://github.com/shelltrail/shelltrail"],
    maintainers: [{ name: "shelltrail", url: "https://github.com/shelltrail" }],
    ...own,
    annotations: { "artifacthub.io/license": "Apache-2.0", "artifacthub.io/category": "security", ...own.annotations },
  };
}
