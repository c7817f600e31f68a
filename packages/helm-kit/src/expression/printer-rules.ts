import { dump } from "js-yaml";
import { goQuote } from "./go-format.ts";

/**
 * Everything the printer decides about text, one rule each. The proof breaks every rule in turn and expects that real
 * Helm notices (`nx run helm-kit:prove --mutate`).
 */
export const printerRules = {
  /** Text in a YAML document: quoted, whatever it holds. */
  textLeaf: (expression: string) => `{{ ${expression} | quote }}`,
  /** Numbers of a values file are float64, which prints 1e+07 for 10000000. */
  integerLeaf: (expression: string) => `{{ ${expression} | int64 }}`,
  booleanLeaf: (expression: string) => `{{ ${expression} }}`,
  /** A list or map inside a configuration file: JSON is YAML on one line and the same text in both backends. */
  jsonLeaf: (expression: string) => `{{ ${expression} | toJson }}`,
  /** An expression inside a text file, bare. */
  inlineLeaf: (expression: string) => `{{ ${expression} }}`,
  /** Integers are compared and added as int64: a file gives float64, --set gives int64. */
  integerArgument: (expression: string) => `(int64 ${expression})`,
  /** Text as a Go string literal. */
  textArgument: (text: string) => (text.includes("\\") && !/[`\n\r]/.test(text) ? `\`${text}\`` : goQuote(text)),
  /** `(.Values.global).cluster` is nil where `.Values.global.cluster` would be an error. */
  absentStep: (path: string) => `(${path})`,
  /** Inside `with` and `range` the dot is not the chart any more. */
  rootInside: () => "$",
  /** Keys that are no Go identifiers: `index .Values "web-server"`. */
  oddKeys: (root: string, keys: readonly string[]) => `(index ${root} ${keys.map((key) => goQuote(key)).join(" ")})`,
  /** Literal text of a printf format. */
  formatText: (text: string) => text.replaceAll("%", "%%"),
  /** Literal text outside of actions: `{{` would open one. */
  escapeBraces: (text: string) => text.replaceAll("{{", '{{ "{{" }}'),
  /** Literal text that an action follows: its last brace would become part of the action's two. */
  braceBeforeAction: (text: string) => text.replace(/\{$/, '{{ "{" }}'),
  /** One scalar known when the chart is generated; js-yaml knows which strings YAML would take for something else. */
  staticScalar: (scalar: string | number | boolean | null) => yamlScalar(scalar),
  if: (test: string) => `{{- if ${test} }}`,
  with: (expression: string) => `{{- with ${expression} }}`,
  range: (expression: string) => `{{- range ${expression} }}`,
  elseIf: (test: string) => `{{- else if ${test} }}`,
  else: () => "{{- else }}",
  end: () => "{{- end }}",
  toYaml: (expression: string, indent: number) => `{{- toYaml ${expression} | nindent ${indent} }}`,
  include: (expression: string, indent: number) => `{{- ${expression} | nindent ${indent} }}`,
  /** A file of the chart as a block scalar's lines. */
  file: (expression: string, indent: number) => `{{- ${expression} | nindent ${indent} }}`,
};

/** Dumping costs more than all else in a render, and a chart has the same few hundred scalars each time. */
const dumped = new Map<unknown, string>();

function yamlScalar(scalar: string | number | boolean | null): string {
  let yaml = dumped.get(scalar);
  if (yaml === undefined) {
    yaml = dump(scalar, { lineWidth: -1, noRefs: true }).replace(/\n$/, "");
    dumped.set(scalar, yaml);
  }
  return yaml;
}

export type PrinterRule = keyof typeof printerRules;
