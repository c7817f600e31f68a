import { describe, expect, test } from "vitest";
import { release } from "../chart/built-ins.ts";
import { and, eq, not } from "../expression/operators.ts";
import { printedEntries, testChart } from "../test-chart.ts";
import { defineGlobal, defineValues } from "../values/define-values.ts";
import { boolean, integer, object, objectList, text, textList, textMap } from "../values/field.ts";
import { comment, forEach, itemComment, keyOf, spread, when } from "./structure.ts";

const values = defineValues({
  image: { repository: text("web", ""), tag: text("1", "") },
  replicas: integer(1, ""),
  debug: boolean(false, ""),
  zone: text("", ""),
  hosts: textList([], ""),
  labels: textMap({}, ""),
  extraEnv: objectList<{ name: string }>([], ""),
  affinity: object<{ nodeAffinity?: object }>({}, ""),
});
const global = defineGlobal({ proxy: { http: text("", ""), noProxy: textList([], "") } });

/** The template's lines, as a person would write them. */
function print(content: Readonly<Record<string, unknown>>): string {
  return printedEntries(testChart({ values, global }), content);
}

/** A literal whose own indent is taken away. */
function yaml([literal = ""]: readonly string[]): string {
  const lines = literal.replace(/^\n/, "").replace(/\n *$/, "\n").split("\n");
  const indent = Math.min(...lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join("\n");
}

describe("values in place", () => {
  test("text is quoted, integers are int64, booleans stand bare", () => {
    expect(print({ spec: { zone: values.zone, replicas: values.replicas, debug: values.debug } })).toBe(yaml`
      spec:
        zone: {{ .Values.zone | quote }}
        replicas: {{ .Values.replicas | int64 }}
        debug: {{ .Values.debug }}
    `);
  });

  test("text may stand inside text, in values and in keys", () => {
    const image = `${values.image.repository}:${values.image.tag}`;
    expect(print({ spec: { image, [`${release.name}/zone`]: "a", [keyOf(values.zone)]: "b" } })).toBe(yaml`
      spec:
        image: {{ printf "%s:%s" .Values.image.repository .Values.image.tag | quote }}
        {{ printf "%s/zone" .Release.Name | quote }}: a
        {{ .Values.zone | quote }}: b
    `);
  });

  test("a number or a boolean inside a text is text, alone too", () => {
    const { debug, replicas } = values;
    expect(print({ spec: { a: `${replicas}`, b: `${debug}`, c: `${replicas}m`, d: replicas } })).toBe(yaml`
      spec:
        a: {{ .Values.replicas | int64 | quote }}
        b: {{ .Values.debug | quote }}
        c: {{ printf "%dm" (int64 .Values.replicas) | quote }}
        d: {{ .Values.replicas | int64 }}
    `);
  });

  test("a list or map takes its key with it when it is empty", () => {
    expect(print({ spec: { tolerations: values.extraEnv, nodeSelector: values.labels } })).toBe(yaml`
      {{- if or .Values.extraEnv .Values.labels }}
      spec:
        {{- with .Values.extraEnv }}
        tolerations:
          {{- toYaml . | nindent 4 }}
        {{- end }}
        {{- with .Values.labels }}
        nodeSelector:
          {{- toYaml . | nindent 4 }}
        {{- end }}
      {{- end }}
    `);
  });

  test("what is known when the chart is generated is plain YAML", () => {
    expect(
      print({
        spec: { text: "plain", no: "no", number: "3", n: 3, b: true, empty: "", none: [], nothing: {}, dropped: null },
      }),
    ).toBe(yaml`
      spec:
        text: plain
        'no': 'no'
        number: '3'
        'n': 3
        b: true
        empty: ''
        none: []
        nothing: {}
    `);
  });

  test("braces in text are kept from Helm", () => {
    expect(print({ spec: { format: "{{ .Name }}", "{{key}}": 1 } })).toBe(yaml`
      spec:
        format: '{{ "{{" }} .Name }}'
        '{{ "{{" }}key}}': 1
    `);
  });

  test("text of several lines is a block", () => {
    expect(print({ spec: { script: "set -e\nrun {{x}}\n", last: "a\n\nb", odd: "a \nb" } })).toBe(
      yaml`
      spec:
        script: |
          set -e
          run {{ "{{" }}x}}
        last: |-
          a

          b
        odd: "a \\nb"
    `.replace("\\\\n", "\\n"),
    );
  });
});

describe("when", () => {
  test("around entries is an if", () => {
    expect(print({ spec: { a: 1, ...when(values.debug, { verbose: true, level: 9 }) } })).toBe(yaml`
      spec:
        a: 1
        {{- if .Values.debug }}
        verbose: true
        level: 9
        {{- end }}
    `);
  });

  test("with an alternative is an if and an else", () => {
    expect(print({ spec: { a: 1, ...when(values.debug, { level: 9 }, { level: 1 }) } })).toBe(yaml`
      spec:
        a: 1
        {{- if .Values.debug }}
        level: 9
        {{- else }}
        level: 1
        {{- end }}
    `);
  });

  test("whose body takes the value is a with", () => {
    expect(
      print({ spec: { env: [{ name: "A" }, ...when(global.proxy.http, (http) => [{ name: "P", value: http }])] } }),
    ).toBe(yaml`
      spec:
        env:
          - name: A
          {{- with ((.Values.global).proxy).http }}
          - name: P
            value: {{ . | quote }}
          {{- end }}
    `);
  });

  test("inside a with reads the chart through $", () => {
    expect(
      print({
        spec: {
          a: 1,
          ...when(values.zone, (zone) => ({ zone, tag: values.image.tag, name: `${release.name}-${zone}` })),
        },
      }),
    ).toBe(yaml`
      spec:
        a: 1
        {{- with .Values.zone }}
        zone: {{ . | quote }}
        tag: {{ $.Values.image.tag | quote }}
        name: {{ printf "%s-%s" $.Release.Name . | quote }}
        {{- end }}
    `);
  });

  test("names its value where a deeper with needs it, and only there", () => {
    expect(
      print({
        spec: {
          a: 1,
          ...when(values.zone, (zone) => ({ ...when(values.image.tag, (tag) => ({ place: `${zone}-${tag}` })), zone })),
        },
      }),
    ).toBe(yaml`
      spec:
        a: 1
        {{- with $zone := .Values.zone }}
        {{- with $.Values.image.tag }}
        place: {{ printf "%s-%s" $zone . | quote }}
        {{- end }}
        zone: {{ . | quote }}
        {{- end }}
    `);
  });

  test("that is all there is below a key is written around the key", () => {
    expect(print({ spec: { a: 1, env: [...when(values.zone, (zone) => [{ name: "ZONE", value: zone }])] } })).toBe(yaml`
      spec:
        a: 1
        {{- with .Values.zone }}
        env:
          - name: ZONE
            value: {{ . | quote }}
        {{- end }}
    `);
  });

  test("beside others that may be empty guards the key with all of them", () => {
    const env = [
      ...when(values.debug, [{ name: "DEBUG", value: "1" }]),
      ...when(eq(values.zone, "a"), [{ name: "ZONE", value: "a" }]),
      ...spread(values.extraEnv),
    ];
    expect(print({ spec: { a: 1, env } })).toBe(yaml`
      spec:
        a: 1
        {{- if or .Values.debug (eq .Values.zone "a") .Values.extraEnv }}
        env:
          {{- if .Values.debug }}
          - name: DEBUG
            value: '1'
          {{- end }}
          {{- if eq .Values.zone "a" }}
          - name: ZONE
            value: a
          {{- end }}
          {{- with .Values.extraEnv }}
          {{- toYaml . | nindent 4 }}
          {{- end }}
        {{- end }}
    `);
  });

  test("beside something that is always there needs no guard", () => {
    expect(print({ spec: { env: [{ name: "A" }, ...spread(values.extraEnv)] } })).toBe(yaml`
      spec:
        env:
          - name: A
          {{- with .Values.extraEnv }}
          {{- toYaml . | nindent 4 }}
          {{- end }}
    `);
  });

  test("nests", () => {
    expect(
      print({
        spec: { a: 1, ...when(values.debug, { b: 2, ...when(and(values.zone, not(values.debug)), { c: 3 }) }) },
      }),
    ).toBe(yaml`
      spec:
        a: 1
        {{- if .Values.debug }}
        b: 2
        {{- if and .Values.zone (not .Values.debug) }}
        c: 3
        {{- end }}
        {{- end }}
    `);
  });
});

describe("forEach", () => {
  test("is a range", () => {
    expect(print({ spec: { a: 1, rules: [...forEach(values.hosts, (host) => [{ host, port: 80 }])] } })).toBe(yaml`
      spec:
        a: 1
        {{- if .Values.hosts }}
        rules:
          {{- range .Values.hosts }}
          - host: {{ . | quote }}
            port: 80
          {{- end }}
        {{- end }}
    `);
  });

  test("names its item where a deeper with needs it", () => {
    expect(
      print({
        spec: {
          rules: ["first", ...forEach(values.hosts, (host) => [...when(values.zone, (zone) => [`${host}.${zone}`])])],
        },
      }),
    ).toBe(yaml`
      spec:
        rules:
          - first
          {{- range $host := .Values.hosts }}
          {{- with $.Values.zone }}
          - {{ printf "%s.%s" $host . | quote }}
          {{- end }}
          {{- end }}
    `);
  });

  test("is refused for what is no list", () => {
    expect(() => forEach(values.labels as never, (item) => [item])).toThrow("values.labels is no list");
  });
});

describe("spread", () => {
  test("puts a user's map among our own entries", () => {
    expect(print({ spec: { labels: { app: "web", ...spread(values.labels) } } })).toBe(yaml`
      spec:
        labels:
          app: web
          {{- with .Values.labels }}
          {{- toYaml . | nindent 4 }}
          {{- end }}
    `);
  });

  test("alone below a key is the same as the value itself", () => {
    const spreadAlone = print({ spec: { a: 1, labels: { ...spread(values.labels) } } });
    expect(spreadAlone).toBe(print({ spec: { a: 1, labels: values.labels } }));
    expect(spreadAlone).toBe(yaml`
      spec:
        a: 1
        {{- with .Values.labels }}
        labels:
          {{- toYaml . | nindent 4 }}
        {{- end }}
    `);
  });

  test("puts a named template among the entries", () => {
    const chart = testChart({ values });
    const labels = chart.mapHelper("labels", "Labels.", { app: "web" });
    expect(
      printedEntries(chart, { spec: { labels: { ...spread(labels), tier: "front" }, selector: labels } }),
    ).toBe(yaml`
      spec:
        labels:
          {{- include "web.labels" . | nindent 4 }}
          tier: front
        selector:
          {{- include "web.labels" . | nindent 4 }}
    `);
  });
});

test("comments stand where the author put them", () => {
  expect(
    print({
      spec: {
        ...comment("Two lines\nabout {{this}}."),
        a: 1,
        list: [...itemComment("The first."), "x", { ...comment("Inside."), name: "y" }],
      },
    }),
  ).toBe(
    yaml`
      spec:
        # Two lines
        # about {{ "{{" }}this}}.
        a: 1
        list:
          # The first.
          - x
          -
            # Inside.
            name: "y"
    `.replace('"y"', "'y'"),
  );
});

test("a list item that could be empty is refused", () => {
  expect(() => print({ spec: { list: ["a", { ...when(values.debug, { b: 1 }) }] } })).toThrow(
    "templates/specimen.yaml: A list item that can be empty: put the condition around the item",
  );
});

test("a value that may be absent is refused as a leaf, with its path", () => {
  expect(() => print({ spec: { proxy: global.proxy.http } })).toThrow(
    "templates/specimen.yaml: values.global.proxy.http may be absent: cover it with when(…) or withDefault(…)",
  );
});

test("a condition is refused as a leaf", () => {
  expect(() => print({ spec: { a: and(values.debug, values.zone) } })).toThrow(
    "and() and or() are conditions: they cannot be printed",
  );
});

test("a structure inside a text is refused", () => {
  const [token] = when(values.debug, ["x"]);
  expect(() => print({ spec: { a: `${token}-suffix` } })).toThrow("A when() or forEach() cannot stand inside a text");
});
