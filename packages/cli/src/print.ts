import { dump } from "js-yaml";

export const OUTPUT_FORMATS = ["json", "yaml"] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** One document, as JSON or YAML. */
export function printed(document: object, format: OutputFormat): string {
  return format === "json" ? `${JSON.stringify(document, null, 2)}\n` : dump(document, { lineWidth: -1, noRefs: true });
}
