/**
 * Texts that YAML, Go templates, JSON or JavaScript are known to take for something else. The specimen holds each of them
 * as a static scalar and as a key; random values draw from them.
 */
export const hostileTexts: readonly string[] = [
  // Actions, printf verbs, replacement patterns, escapes.
  ..."{{ x }}|{{|}}|{{- /* */ -}}|{{{|{|}|{{ .Values.secret }}|{{`{{`}}|`|`a`\\|%s|%|%%d|%!s(MISSING)|$1|$&|$|\\|\\n".split(
    "|",
  ),
  "a|b",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is hostile because it looks like one
  "${x}",
  ..."\\d+\\.\\s/\\\\/a\\/\\u0041".split("/"),
  // What YAML 1.1 or 1.2 reads as null, boolean, number, date or merge key.
  ..."~ null Null NULL yes Yes no No NO on off y n Y N true True false FALSE <<".split(" "),
  ..."0 00 1 -1 +1 1.0 1. .5 1e3 1E3 1e+07 0x1 0o17 017 0b1 1_000 .inf -.Inf .nan NaN Infinity 1:30 12:30:45".split(
    " ",
  ),
  ..."10000000 123456789012 12345678901234567890 2024-01-02 2024-01-02T03:04:05Z".split(" "),
  // Indicators.
  ..."- a;-;---;...;--- a;? a;?;: a;:;a: b;a:;a #b;#;# a;a#b;&a;*a;!a;!!str a;|;>;|-;%YAML 1.1;@a;=;,;[;];[a];{a: b};{}".split(
    ";",
  ),
  ..."\" ' \"a\" 'a' it's '' \"\" a'b\"c".split(" "),
  // White space and lines.
  "",
  " ",
  " a",
  "a ",
  "\t",
  "a\tb",
  "\ta",
  "a\t",
  "\n",
  "a\n",
  "\na",
  "a\nb",
  "a\nb\n",
  "a\n\n",
  "a\n\nb\n",
  " a\nb",
  "a\n b",
  "a \nb",
  "a\t\nb",
  "\n\n",
  "a\r\nb",
  "a\rb",
  "a\n---\nb",
  "a: b\n{{ x }}: {{- y }}\n# c\n",
  "# a\nb",
  `long ${"word ".repeat(30)}end`,
  `long "${"quoted ".repeat(20)}"`,
  "x".repeat(200),
  // Beyond ASCII.
  "é",
  "日本語",
  "😀",
  "a\u00a0b",
  "\u200b",
  "\u202e",
  "\ufeff",
  "a\ufeffb",
  "a\u2028b",
  "\u2029",
  "\u{1f468}\u200d\u{1f469}",
  // Control characters that JSON and YAML can write as escapes.
  "\u0000",
  "\u0007\b\f\v\u001b[31m",
  '<a href="x">&amp;</a>',
  // Names of JavaScript's own properties.
  ..."__proto__ constructor toString hasOwnProperty".split(" "),
];

/** Texts that stand where an expression quotes them, and nowhere else: see `isCarriable`. */
export const uncarriableTexts: readonly string[] = [
  "a\u0085b",
  "\u007f",
  "a\u0080b",
  "\u009f",
  "\uffff",
  "a\u2028b\nc",
];

/**
 * Whether Helm's `toYaml` and `toJson` can carry a text inside a user's list or map. It is not so for a few texts, in every
 * chart there is (seen with Helm 3.22.0 and 4.3.1):
 * - U+007F to U+009F, U+FFFE and U+FFFF: `toYaml` reads its own JSON back as YAML, which forbids them raw, and gives "" for
 *   the whole list or map; after `toJson` the template is refused: "control characters are not allowed".
 * - U+0085 becomes a space: raw, it is a line break for YAML 1.1, and `toYaml` folds it.
 * - U+2028 or U+2029 beside a line break: `toYaml` writes a block scalar, YAML 1.1 takes U+2028 for a line break, and
 *   `nindent` does not indent what follows it; the template is refused: "could not find expected ':'".
 * - What ends with several line breaks, or with a space beyond ASCII, loses them where it is the last in a template: Helm 3
 *   trims each document.
 * `| quote` escapes all of them, so a text of its own may hold anything.
 */
export function isCarriable(text: string): boolean {
  if (/[\u007f-\u009f\ufffe\uffff]/.test(text) || /^\n$|\n\s+$|[^\S \t\n]$/.test(text)) return false;
  return !(/[\u2028\u2029]/.test(text) && text.includes("\n"));
}

/** As `isCarriable`, for a key. `toYaml` writes the key "<<" bare, and whoever reads it merges the map below it. */
export function isCarriableKey(key: string): boolean {
  return key !== "<<" && isCarriable(key);
}

/**
 * Whether a key can be compared at all. V8 13.6 (Node 24.21) takes a key with an escape for an earlier one that holds a
 * backslash: after `JSON.parse('{"q":1,"\\\\":1}')`, `JSON.parse('{"q":1,"\\u0026":1}')` has the key "\\" and not "&".
 * Helm's answers come as JSON, so no random key holds a backslash.
 */
export function isComparableKey(key: string): boolean {
  return !key.includes("\\");
}
