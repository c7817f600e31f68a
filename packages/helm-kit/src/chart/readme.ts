import { fieldsOf } from "../values/define-values.ts";
import { fieldComment } from "../values/values-yaml.ts";
import type { HelmChart } from "./helm-chart.ts";

/** README.md of a chart: lead, requirements, and the table of its values. */
export function chartReadme(chart: HelmChart): string {
  const { metadata } = chart;
  const rows = [...fieldsOf(chart.allValues)].map(([path, field]) => {
    const preset =
      typeof field.preset === "string"
        ? JSON.stringify(field.preset)
        : JSON.stringify(field.preset, null, 1).replaceAll(/\s+/g, " ");
    return `| \`${path.join(".")}\` | ${typeName(field.type, field.constraint.type)} | ${cell(`\`${preset}\``)} | ${cell(fieldComment(field))} |`;
  });
  return [
    `# ${metadata.name}`,
    "",
    metadata.description,
    "",
    `Version ${metadata.version}, application ${metadata.appVersion}, Kubernetes ${metadata.minimumKubernetes} or later.`,
    "",
    ...(chart.readme === "" ? [] : [chart.readme.trim(), ""]),
    ...(chart.subcharts.length === 0
      ? []
      : [
          "## Charts inside",
          "",
          "| chart | version | switch |",
          "|---|---|---|",
          ...chart.subcharts.map(
            ({ chart: { metadata: inner } }) => `| ${inner.name} | ${inner.version} | \`${inner.name}.enabled\` |`,
          ),
          "",
        ]),
    "## Values",
    "",
    "| key | type | default | meaning |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function typeName(type: string, schemaType: unknown): string {
  return type === "text" ? "string" : String(schemaType);
}

function cell(markdown: string): string {
  return markdown.replaceAll("|", "\\|").replaceAll("\n", "<br>");
}
