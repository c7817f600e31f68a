import type { ExpressionNode } from "../expression/expression.ts";
import { printExpression, rootScope } from "../expression/print-expression.ts";
import { printerRules } from "../expression/printer-rules.ts";
import { checkedText, TreePrinter } from "../structure/print-tree.ts";
import { templateBackend } from "../structure/template-backend.ts";
import type { Tree } from "../structure/tree.ts";
import { chartSchema } from "../values/chart-schema.ts";
import { valuesYaml } from "../values/values-yaml.ts";
import { chartYaml } from "./chart-yaml.ts";
import { type Guard, messageOf } from "./guard.ts";
import type { HelmChart, Helper } from "./helm-chart.ts";
import { chartReadme } from "./readme.ts";

const printer = new TreePrinter(templateBackend);

/**
 * The chart as files, by path below its folder: Chart.yaml, values.yaml, values.schema.json, README.md, templates/,
 * files/ and every subchart unpacked in charts/.
 * @throws Error that names the template and what in it cannot be printed
 */
export function toTemplates(chart: HelmChart, embedded = false): Map<string, string> {
  const files = new Map<string, string>();
  files.set("Chart.yaml", chartYaml(chart));
  files.set("values.yaml", embedded ? valuesYaml(chart.values) : valuesYaml(chart.allValues));
  files.set("values.schema.json", `${JSON.stringify(chartSchema(chart, embedded), null, 2)}\n`);
  files.set("README.md", chartReadme(chart));
  files.set(".helmignore", HELMIGNORE);
  if (chart.helpers.size > 0) files.set("templates/_helpers.tpl", printHelpers([...chart.helpers.values()]));
  if (chart.guards.length > 0) files.set("templates/guards.yaml", printGuards(chart.guards));
  for (const template of chart.templates) {
    files.set(
      `templates/${template.file}`,
      named(template.file, () => printTemplate(template.object(), template.condition)),
    );
  }
  const notes = chart.notesTree;
  if (notes !== undefined)
    files.set(
      "templates/NOTES.txt",
      named("NOTES.txt", () => `${checkedText(printer.text(notes.lines, rootScope)).join("\n")}\n`),
    );
  for (const [path, content] of chart.files) files.set(path, content);
  for (const { chart: subchart } of chart.subcharts) {
    const folder = `charts/${subchart.metadata.name}`;
    for (const [path, content] of embeddedTemplates(subchart, folder)) files.set(`${folder}/${path}`, content);
  }
  return files;
}

function embeddedTemplates(chart: HelmChart, folder: string): Map<string, string> {
  try {
    return toTemplates(chart, true);
  } catch (error) {
    throw new Error(`${folder}/${(error as Error).message}`, { cause: error });
  }
}

function named<T>(file: string, print: () => T): T {
  try {
    return print();
  } catch (error) {
    throw new Error(`templates/${file}: ${(error as Error).message}`, { cause: error });
  }
}

function printTemplate(tree: Tree, condition: ExpressionNode | undefined): string {
  const lines = printer.document(tree, rootScope);
  if (condition === undefined) return `${lines.join("\n")}\n`;
  return `${[printerRules.if(printExpression(condition, rootScope)), ...lines, printerRules.end()].join("\n")}\n`;
}

function printHelpers(helpers: readonly Helper[]): string {
  return helpers
    .map((helper) => {
      const body =
        "kind" in helper.body && isTree(helper.body)
          ? printer.document(helper.body, rootScope)
          : printText(helper.body as ExpressionNode);
      return [
        `{{/*`,
        helper.comment,
        `*/}}`,
        `{{- define ${JSON.stringify(helper.name)} -}}`,
        ...body,
        printerRules.end(),
        "",
      ].join("\n");
    })
    .join("\n");
}

function isTree(body: ExpressionNode | Tree): body is Tree {
  return body.kind === "map" || body.kind === "list";
}

/** A text helper's body: choices as if and else, as people write them. */
function printText(node: ExpressionNode): string[] {
  if (node.kind !== "conditional") return [`{{- ${printExpression(node, rootScope)} }}`];
  return [...printChoice(node, printerRules.if), printerRules.end()];
}

function printChoice(
  node: Extract<ExpressionNode, { kind: "conditional" }>,
  opening: (test: string) => string,
): string[] {
  const otherwise =
    node.no.kind === "conditional"
      ? printChoice(node.no, printerRules.elseIf)
      : [printerRules.else(), ...printText(node.no)];
  return [opening(printExpression(node.test, rootScope)), ...printText(node.yes), ...otherwise];
}

function printGuards(guards: readonly Guard[]): string {
  const problems = guards.flatMap((guard) => [
    printerRules.if(printExpression(guard.refuse.node, rootScope)),
    `{{- $problems = append $problems ${printMessage(guard)} }}`,
    printerRules.end(),
  ]);
  return [
    "{{- /* What the schema cannot judge. Every problem is listed, not only the first. */}}",
    "{{- $problems := list }}",
    ...problems,
    "{{- if $problems }}",
    '{{- fail (printf "\\n%s" (join "\\n" $problems)) }}',
    "{{- end }}",
    "",
  ].join("\n");
}

function printMessage(guard: Guard): string {
  const node = messageOf(guard);
  return node.kind === "literal" ? printExpression(node, rootScope) : `(${printExpression(node, rootScope)})`;
}

const HELMIGNORE = `.DS_Store
.git/
*.swp
*.bak
*.tmp
*.orig
*~
`;
