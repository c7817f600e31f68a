import { describe, expect, test } from "vitest";
import { toManifests } from "../chart/manifests.ts";
import { choose, join, toJson, trunc } from "../expression/operators.ts";
import { printedEntries, testChart, testRelease } from "../test-chart.ts";
import { defineValues } from "../values/define-values.ts";
import { boolean, choice, integer, text, textList } from "../values/field.ts";
import { textFile, yamlFile } from "./documents.ts";
import { forEach, itemComment, spread, when } from "./structure.ts";

const values = defineValues({
  zone: text("a", "", { pattern: "^[a-z]*$" }),
  note: text("", ""),
  level: choice(["info", "debug"], "info", ""),
  size: integer(10_000_000, ""),
  debug: boolean(false, ""),
  hosts: textList(["x", "y"], "", { pattern: "^[a-z]+$" }),
  notes: textList([], ""),
});

/** The lines of a document in the template, and the file it becomes for some values. */
function both(document: string, given: object = {}): { template: string; file: string } {
  const chart = testChart({ values });
  const template = printedEntries(chart, { data: { file: document } });
  const [rendered] = toManifests(chart, { values: given, release: testRelease }).objects;
  return { template, file: fileIn(rendered?.object) };
}

function fileIn(configMap: Record<string, unknown> | undefined): string {
  return (configMap as { data: { file: string } }).data.file;
}

describe("a text file", () => {
  test("has values bare in its lines", () => {
    const { template, file } = both(
      textFile(["[SERVICE]", `    Level ${values.level}`, "", `    Size  ${values.size} {{x}}`]),
    );
    expect(template).toBe(
      [
        "data:",
        "  file: |",
        "    [SERVICE]",
        "        Level {{ .Values.level }}",
        "",
        '        Size  {{ .Values.size | int64 }} {{ "{{" }}x}}',
        "",
      ].join("\n"),
    );
    expect(file).toBe("[SERVICE]\n    Level info\n\n    Size  10000000 {{x}}\n");
  });

  test("has conditions, loops and comments among its lines", () => {
    const document = textFile([
      ...itemComment("Hosts follow."),
      "hosts",
      ...forEach(values.hosts, (host) => [`- ${host}`]),
      ...when(values.debug, ["debug"], ["quiet"]),
    ]);
    expect(both(document).template).toBe(`data:
  file: |
    # Hosts follow.
    hosts
    {{- range .Values.hosts }}
    - {{ . }}
    {{- end }}
    {{- if .Values.debug }}
    debug
    {{- else }}
    quiet
    {{- end }}
`);
    expect(both(document).file).toBe("# Hosts follow.\nhosts\n- x\n- y\nquiet\n");
    expect(both(document, { hosts: [], debug: true }).file).toBe("# Hosts follow.\nhosts\ndebug\n");
  });

  test.each([
    ["text without a pattern", () => textFile([`note ${values.note}`]), "values.note can hold a line break"],
    [
      "items without a pattern",
      () => textFile(["x", ...forEach(values.notes, (note) => [`${note}!`])]),
      "note can hold a line break",
    ],
    ["a joined list without a pattern", () => textFile([join(values.notes, " ") as never]), "values.notes can hold"],
    [
      "a line break through a function",
      () => textFile([`${trunc(values.note, 9)}`]),
      "values.note can hold a line break",
    ],
    [
      "a line break through a choice",
      () => textFile([`${choose(values.debug, "a", values.note)}`]),
      "values.note can hold",
    ],
    ["a list as a line", () => textFile([values.hosts as never]), "takes join() or toJson() of it"],
    ["a map as a line", () => textFile([{ a: 1 } as never]), "A line of a text file is text, not a map"],
    [
      "a blank line before a condition",
      () => textFile(["a", "", ...when(values.debug, ["b"])]),
      "A blank line or trailing space (line 2 of a text file) would be lost before a condition",
    ],
    [
      "a trailing space before a loop",
      () => textFile(["a ", ...forEach(values.hosts, (host) => [host as never])]),
      "(line 1 of a text file)",
    ],
  ])("refuses %s", (_what, document, message) => {
    expect(() => both(document())).toThrow(message);
  });

  test("refuses a named template that reads text without a pattern, takes one that does not", () => {
    const chart = testChart({ values });
    const note = chart.textHelper("note", "Note.", `${values.note}!`);
    expect(() => printedEntries(chart, { data: { file: textFile([`note ${note}`]) } })).toThrow("values.note can hold");
    const other = testChart({ values });
    const zone = other.textHelper("zone", "Zone.", choose(values.note, values.zone, "none"));
    expect(printedEntries(other, { data: { file: textFile([`zone ${zone}`]) } })).toContain(
      'zone {{ include "web.zone" . }}',
    );
  });

  test("takes what has a pattern, is one of a few words, or is JSON", () => {
    const document = textFile([`${values.zone} ${values.level}`, toJson(values.notes) as never]);
    expect(both(document, { notes: ["a\nb"] }).file).toBe('a info\n["a\\nb"]\n');
  });
});

describe("a YAML file", () => {
  const document = yamlFile({
    level: values.level,
    zones: values.hosts,
    note: values.note,
    size: values.size,
    outputs: { json: true, ...when(values.debug, { verbose: true }) },
    list: [{ host: "a" }, ...forEach(values.hosts, (host) => [{ host }])],
  });

  test("is printed as YAML, with lists from values as JSON", () => {
    expect(both(document).template).toBe(`data:
  file: |
    level: {{ .Values.level | quote }}
    zones: {{ .Values.hosts | toJson }}
    note: {{ .Values.note | quote }}
    size: {{ .Values.size | int64 }}
    outputs:
      json: true
      {{- if .Values.debug }}
      verbose: true
      {{- end }}
    list:
      - host: a
      {{- range .Values.hosts }}
      - host: {{ . | quote }}
      {{- end }}
`);
  });

  test("holds any text, line breaks too", () => {
    expect(both(document, { note: 'a\n"b": {{c}}', hosts: [] }).file).toBe(`level: "info"
zones: []
note: "a\\n\\"b\\": {{c}}"
size: 10000000
outputs:
  json: true
list:
  - host: a
`);
  });

  test("refuses a user's list spread among its items", () => {
    expect(() => both(yamlFile({ list: ["a", ...spread(values.hosts)] }))).toThrow("use forEach()");
  });
});

describe("a file of the chart", () => {
  test("is read where it stands, byte for byte", () => {
    const chart = testChart();
    const content = "- rule: {{ x }}\n  text: 'é'\n";
    const data = { "rules.yaml": chart.file("files/rules.yaml", content) };
    expect(printedEntries(chart, { data })).toBe(
      'data:\n  rules.yaml: |\n    {{- .Files.Get "files/rules.yaml" | nindent 4 }}\n',
    );
    const [rendered] = toManifests(chart, { release: testRelease }).objects;
    expect(rendered?.object.data).toEqual({ "rules.yaml": content });
  });

  test.each(["no line break", "two\n\n", ""])(
    "that ends otherwise than with one line break is refused: %j",
    (content) => {
      expect(() => testChart().file("files/a.txt", content)).toThrow(
        "files/a.txt must end with exactly one line break",
      );
    },
  );
});
