import { type PrinterRule, printerRules } from "../expression/printer-rules.ts";

/** Wrong variants of one rule, by what is wrong. */
type Wrong<R extends PrinterRule> = Readonly<Record<string, (typeof printerRules)[R]>>;

const identity = (text: string) => text;
const bare = (expression: string) => `{{ ${expression} }}`;
const piped = (filter: string) => (expression: string) => `{{ ${expression} | ${filter} }}`;

/** Wrong forms of a block: `{{- EXPRESSION | nindent N }}`. */
const wrongBlock = {
  "not indented": (expression: string) => `{{- ${expression} | nindent 0 }}`,
  "indent without a line break": (expression: string, indent: number) => `{{- ${expression} | indent ${indent} }}`,
};

/** Every rule with its mistakes: a new rule does not compile without. The right rules stand in printer-rules.ts. */
export const wrongRules: { readonly [R in PrinterRule]: Wrong<R> } = {
  textLeaf: {
    bare,
    squote: piped("squote"),
    "quotes around": (expression) => `"{{ ${expression} }}"`,
    toJson: piped("toJson"),
  },
  integerLeaf: {
    bare,
    text: piped("quote"),
    "32 bits": piped("int64 | mul 1 | mod 4294967296"),
    float: piped("float64"),
  },
  booleanLeaf: { text: piped("quote"), number: piped("ternary 1 0") },
  jsonLeaf: { bare, yaml: piped("toYaml"), quoted: piped("toJson | quote"), "not escaped": piped("toRawJson") },
  inlineLeaf: {
    quoted: piped("quote"),
    trimmed: (expression) => `{{- ${expression} }}`,
    "trimmed after": (expression) => `{{ ${expression} -}}`,
  },
  integerArgument: {
    bare: identity,
    float: (expression) => `(float64 ${expression})`,
    text: (expression) => `(toString ${expression})`,
  },
  textArgument: {
    "not escaped": (text) => `"${text}"`,
    "always raw": (text) => `\`${text}\``,
    "backslashes doubled": (text) => printerRulesBefore.textArgument(text.replaceAll("\\", "\\\\")),
  },
  absentStep: { bare: identity },
  rootInside: { "the dot": () => "", "no variable": () => "$root" },
  oddKeys: {
    dots: (root, keys) => [root === "." ? "" : root, ...keys].join("."),
    "first key only": (root, keys) => `(index ${root} "${keys[0]}")`,
    "last key only": (root, keys) => `(index ${root} "${keys.at(-1)}")`,
  },
  formatText: {
    identity,
    "doubled twice": (text) => text.replaceAll("%", "%%%%"),
    "first only": (text) => text.replace("%", "%%"),
  },
  escapeBraces: {
    identity,
    "first only": (text) => text.replace("{{", '{{ "{{" }}'),
    "one brace lost": (text) => text.replaceAll("{{", '{{ "{" }}'),
    "closing too": (text) => text.replaceAll("{{", '{{ "{{" }}').replaceAll("}}", "}} }}"),
  },
  braceBeforeAction: { identity, "a space after": (text) => text.replace(/\{$/, "{ ") },
  staticScalar: {
    bare: (scalar) => String(scalar),
    "single quotes around": (scalar) => (typeof scalar === "string" ? `'${scalar}'` : String(scalar)),
    "JSON for all that is no word": (scalar) =>
      /^\w*$/.test(String(scalar)) ? String(scalar) : JSON.stringify(scalar),
  },
  if: {
    negated: (test) => `{{- if not (${test}) }}`,
    always: () => "{{- if true }}",
    with: (test) => `{{- with ${test} }}`,
  },
  with: {
    if: (test) => `{{- if ${test.replace(/^\$\w+ := /, "")} }}`,
    always: () => "{{- with $ }}",
    range: (test) => `{{- range ${test} }}`,
  },
  range: {
    with: (over) => `{{- with ${over} }}`,
    reversed: (over) => `{{- range ${over.replace(/(?<=^(?:\$\w+ := )?)(\S.*)$/, "(reverse $1)")} }}`,
    "without the first": (over) => `{{- range ${over.replace(/(?<=^(?:\$\w+ := )?)(\S.*)$/, "(rest $1)")} }}`,
  },
  elseIf: {
    negated: (test) => `{{- else if not (${test}) }}`,
    always: () => "{{- else if true }}",
    never: () => "{{- else if false }}",
  },
  else: {
    never: () => "{{- else if false }}",
    "trims after": () => "{{- else -}}",
    "trims nothing": () => "{{ else }}",
  },
  end: { "trims after": () => "{{- end -}}", "trims nothing": () => "{{ end }}", missing: () => "" },
  toYaml: {
    ...{ "not indented": (expression: string) => `{{- toYaml ${expression} | nindent 0 }}` },
    "too deep": (expression, indent) => `{{- toYaml ${expression} | nindent ${indent + 2} }}`,
    "not deep enough": (expression, indent) => `{{- toYaml ${expression} | nindent ${Math.max(0, indent - 2)} }}`,
    "indent without a line break": (expression, indent) => `{{- toYaml ${expression} | indent ${indent} }}`,
    JSON: (expression, indent) => `{{- toJson ${expression} | nindent ${indent} }}`,
    bare: (expression) => `{{ ${expression} }}`,
  },
  include: {
    ...wrongBlock,
    "too deep": (expression, indent) => `{{- ${expression} | nindent ${indent + 2} }}`,
    quoted: (expression, indent) => `{{- ${expression} | quote | nindent ${indent} }}`,
  },
  file: {
    ...wrongBlock,
    "first line only": (expression, indent) => `{{- ${expression} | trim | nindent ${indent} | trunc 40 }}`,
    template: (expression, indent) => `{{- tpl (${expression}) $ | nindent ${indent} }}`,
  },
};

/** The rules before anyone breaks them. */
const printerRulesBefore = { ...printerRules };
