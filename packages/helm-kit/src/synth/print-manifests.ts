import { dump } from "js-yaml";
import type { RenderedChart } from "../chart/manifests.ts";

/** The objects as YAML documents, each below the name of its template, as `helm template` prints them. */
export function manifestsAsYaml({ objects }: RenderedChart): string {
  return objects
    .map(({ template, object }) => `---\n# Source: ${template}\n${dump(object, { lineWidth: -1, noRefs: true })}`)
    .join("");
}

/** The objects as one Kubernetes List, which `kubectl apply` takes. */
export function manifestsAsJson({ objects }: RenderedChart): string {
  return `${JSON.stringify({ apiVersion: "v1", kind: "List", items: objects.map(({ object }) => object) }, null, 2)}\n`;
}
