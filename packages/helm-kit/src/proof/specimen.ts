import { App } from "cdk8s";
import { capabilities, chartInfo, release } from "../chart/built-ins.ts";
import { checksumOf } from "../chart/checksum.ts";
import { HelmChart } from "../chart/helm-chart.ts";
import { configMap, pod } from "../chart/resources.ts";
import { type StandardHelpers, standardHelpers } from "../chart/standard-helpers.ts";
import type { Expression } from "../expression/expression.ts";
import {
  add,
  and,
  b64enc,
  choose,
  contains,
  eq,
  ge,
  gt,
  has,
  hasApiVersion,
  hasKey,
  hasPrefix,
  hasSuffix,
  join,
  le,
  len,
  lt,
  ne,
  not,
  or,
  regexMatch,
  regexReplaceAll,
  replace,
  toJson,
  trimPrefix,
  trimSuffix,
  trunc,
  withDefault,
} from "../expression/operators.ts";
import { textFile, yamlFile } from "../structure/documents.ts";
import { comment, forEach, itemComment, keyOf, spread, when } from "../structure/structure.ts";
import { hostileTexts } from "./hostile-texts.ts";
import {
  specimenGlobal as global,
  specimenBases,
  subchartValues,
  specimenValues as values,
} from "./specimen-values.ts";

/** What is proven together: the chart, its subchart alone as Helm sees it with and without `global`, and static texts. */
export interface SpecimenPart {
  readonly chart: HelmChart;
  readonly embedded: boolean;
  readonly bases: readonly object[];
  /** Renders that suffice, where few do. */
  readonly fewRuns?: number;
}

export function specimenParts(): SpecimenPart[] {
  const chart = specimen();
  const { chart: subchart } = chart.subcharts[0] as { chart: HelmChart };
  return [
    { chart, embedded: false, bases: specimenBases },
    { chart: staticSpecimen(), embedded: false, bases: [], fewRuns: 2 },
    { chart: subchart, embedded: true, bases: [] },
  ];
}

/**
 * A chart of no use that has everything in it: every function of the table, every rule of the printer, every shape of
 * structure, each where a mistake shows in the objects that come out. What it cannot notice when it is broken
 * (`mutate.ts`) is not proven; then it must grow.
 */
export function specimen(): HelmChart {
  const app = new App();
  const subchart = specimenSubchart(app);
  const chart = new HelmChart(app, {
    metadata: { ...METADATA, name: "specimen", appVersion: "1.0.0+build" },
    values,
    global,
    subcharts: [{ chart: subchart, enabled: true, comment: "Deploys the part." }],
  });
  const helpers = standardHelpers(chart, values);
  addLeaves(chart, helpers);
  addFunctions(chart);
  addStructure(chart, helpers);
  addFiles(chart, helpers);
  addConditional(chart, subchart);
  addTest(chart, helpers);
  addGuards(chart);
  addNotes(chart, helpers, subchart);
  return chart;
}

/** Every hostile text as a scalar, an item and a key. No values matter to it, so a few renders tell all. */
export function staticSpecimen(): HelmChart {
  const chart = new HelmChart(new App(), { metadata: { ...METADATA, name: "static", appVersion: "1.0.0" } });
  addStaticTexts(chart);
  return chart;
}

const METADATA = { version: "0.1.0", description: "Part of a proof", minimumKubernetes: "1.31.0" };

/** Resources of a kind that nobody types, so that anything may stand in `spec`. */
function specimenObject(chart: HelmChart, id: string, spec: Readonly<Record<string, unknown>>, metadata = {}): void {
  chart.add(id, { apiVersion: "example.dev/v1", kind: "Specimen", metadata: { name: id, ...metadata }, spec });
}

/** Every hostile text as a scalar, an item and a key; scalars of every other type. */
function addStaticTexts(chart: HelmChart): void {
  // cdk8s assigns keys one by one, which loses "__proto__", and reads `constructor` of every object.
  const keys = hostileTexts.filter((key) => key !== "__proto__" && key !== "constructor");
  specimenObject(chart, "static", {
    texts: Object.fromEntries(hostileTexts.map((text, index) => [`text-${index}`, text])),
    items: hostileTexts,
    keys: Object.fromEntries(keys.map((key) => [key, "key"])),
    maps: Object.fromEntries(keys.map((key) => [key, { nested: [key] }])),
    listOfMaps: hostileTexts.map((text) => ({ [`key of ${text.slice(0, 5)}`]: text, n: 1 })),
    numbers: [0, -1, 10_000_000, 123_456_789_012, 0.5, 1e21, 1e-7],
    others: [true, false, [], {}, [[1], [[2, 3]]]],
  });
}

/** A leaf of every type, from every root, as scalar, item and key. */
function addLeaves(chart: HelmChart, { fullname, labels, selectorLabels }: StandardHelpers): void {
  const { deeper } = values.nested;
  const odd = values["odd-key"];
  specimenObject(
    chart,
    "leaves",
    {
      texts: [values.plain, values.unset, values.word, values.line, values.mode, deeper.text, odd["also.odd"]],
      integers: { count: values.count, offset: values.offset, odd: odd.count },
      booleans: { on: values.on, off: values.off, deep: deeper.on },
      formatted: {
        text: `100% of 50%d {{ ${values.plain} }} \\ "${values.mode}"`,
        integer: `${values.count}/${values.offset}`,
        boolean: `on=${values.on}`,
        mixed: `\`${values.word}\`\t${odd.count}%d`,
      },
      builtIns: [
        release.name,
        release.namespace,
        release.service,
        chartInfo.name,
        chartInfo.version,
        chartInfo.appVersion,
      ],
      kubernetes: capabilities.kubeVersion,
      name: fullname,
      wholeList: values.texts,
      wholeObjects: values.extraItems,
      wholeMap: values.pairs,
      wholeObject: values.preset,
      deepList: deeper.list,
      selector: { matchLabels: selectorLabels },
      [keyOf(values.plain)]: "a key known at render",
      [`${values.word}-${values.count}`]: "a formatted key",
      [keyOf(fullname)]: { below: [values.plain] },
    },
    {
      labels,
      annotations: {
        ...spread(values.pairs),
        own: values.plain,
        "checksum/conditional": checksumOf("conditional.yaml"),
      },
    },
  );
}

/** Every row of the function table: piped, as an argument, and with its result printed. */
function addFunctions(chart: HelmChart): void {
  const { plain, unset, word, line, mode, count, offset, on, off, words, texts, pairs, extraFields } = values;
  const booleans: Record<string, Expression<boolean>> = {
    contains: contains(plain, "a"),
    containsArgument: contains(word, values.refuse.name),
    hasPrefix: hasPrefix(word, "al"),
    hasSuffix: hasSuffix(word, "-suffix"),
    regexMatch: regexMatch(line, "^[{% ].*[\\\\x]"),
    regexClass: regexMatch(plain, '[0-9]\\.?[a-z"`]'),
    has: has(words, word),
    hasLiteral: has(texts, "~"),
    hasKey: hasKey(pairs, "no"),
    hasKeyObject: hasKey(values.preset, "no"),
    eq: eq(mode, "two"),
    eqInteger: eq(count, 10_000_000),
    eqBoolean: eq(on, true),
    eqText: eq(plain, word),
    ne: ne(mode, "no"),
    neInteger: ne(offset, 0),
    lt: lt(offset, 1),
    ltBoth: lt(count, offset),
    le: le(offset, 0),
    gt: gt(count, 1_000_000),
    ge: ge(count, 10_000_000),
    not: not(off),
    notText: not(unset),
    notList: not(texts),
    notInteger: not(offset),
    notNot: not(not(extraFields)),
    nested: not(eq(trunc(word, 2), "al")),
    ofLength: gt(len(texts), 1),
    hasApiVersion: hasApiVersion("monitoring.example.com/v1"),
    hasKind: hasApiVersion("monitoring.example.com/v1/ServiceMonitor"),
  };
  specimenObject(chart, "functions", {
    booleans,
    texts: {
      default: withDefault(unset, "fallback: {{ %s }}"),
      defaultOfText: withDefault(unset, plain),
      trunc: trunc(word, 5),
      truncFormatted: trunc(`${word}-${release.name}`, 20),
      trimSuffix: trimSuffix(word, "-suffix"),
      trimSuffixEmpty: trimSuffix(word, ""),
      trimSuffixOnce: trimSuffix(`${word}--`, "-"),
      trimPrefix: trimPrefix(word, "pre-"),
      replace: replace(plain, "a", "$&\\"),
      replaceText: replace(plain, "{{", '"'),
      regexReplaceAll: regexReplaceAll(plain, "[^a-z0-9]+", "-"),
      regexReplaceClass: regexReplaceAll(plain, '["\\\\`]', "\\"),
      join: join(texts, ", "),
      joinWords: join(words, "\\"),
      b64enc: b64enc(plain),
      toJson: toJson(extraFields),
      toJsonList: toJson(values.extraItems),
      toJsonText: toJson(plain),
      toJsonInteger: toJson(count),
      choose: choose(on, plain, word),
      chooseText: choose(unset, (set) => `set to ${set}`, "not set"),
      chooseNested: choose(eq(mode, "one"), "1", choose(and(on, texts), "on with texts", word)),
      piped: trimSuffix(trunc(replace(`${word}+${mode}`, "+", "_"), 12), "-"),
      asArgument: `${trimPrefix(word, "pre-")}/${b64enc(plain)}/${join(words, "+")}/${len(words)}/${add(count, 1)}`,
    },
    integers: {
      add: add(count, offset),
      addLiteral: add(offset, 5),
      addNested: add(len(pairs), add(count, 1)),
      len: len(texts),
      lenMap: len(values.preset),
    },
  });
}

/** Conditions, loops and spreads among entries and items, nested in one another. */
function addStructure(chart: HelmChart, { fullname, labels }: StandardHelpers): void {
  const { on, off, unset, plain, words, texts, pairs, extraItems, extraFields, count, offset, mode } = values;
  specimenObject(chart, "structure", {
    first: "kept",
    ...comment("A comment with {{ .Values.nothing }} and\ntwo lines."),
    ...when(on, { on: "on", count }),
    ...when(off, { off: "off" }, { notOff: plain }),
    ...when(unset, (set) => ({ set, twice: `${set}${set}` }), { unset: true }),
    ...when(offset, (number) => ({ offset: number })),
    ...when(values["odd-key"]["also.odd"], (odd) => ({ odd })),
    ...when(and(on, unset), { both: 1 }),
    ...when(or(off, texts, unset), { any: 1 }),
    ...when(not(off), { none: [1, [2]] }),
    items: [
      "first",
      ...itemComment("A comment above an item: {{ x }}"),
      ...when(on, [plain]),
      ...when(unset, (set) => [set, { of: set }], ["unset"]),
      ...forEach(words, (word) => [word, { name: word, full: `${fullname}-${word}` }]),
      ...spread(texts),
      ["nested", ...spread(words)],
      ...spread(extraItems),
      { only: plain, list: [{ a: 1, b: [plain] }] },
      { ...when(on, { conditional: "first" }), last: "always" },
      { ...spread(pairs), last: "always" },
    ],
    map: { before: 1, ...spread(pairs), ...spread(extraFields), after: 2 },
    labels: { ...spread(labels), own: plain },
    // What is empty takes its key with it.
    conditionalMap: { ...when(off, { a: 1 }), ...when(unset, { b: 2 }) },
    conditionalList: [...when(off, ["a"]), ...forEach(texts, (text) => [text])],
    conditionalDeep: { list: [...when(unset, (set) => [set])], map: { ...spread(pairs) } },
    elseOnly: [...when(on, [], ["off"])],
    loneWhen: { ...when(unset, (set) => ({ set })) },
    loneLoop: [...forEach(texts, (text) => [{ text }])],
    loneSpread: [...spread(extraItems)],
    // Names of outer scopes: variables where a scope opens below.
    scopes: [
      ...forEach(words, (outer) => [
        outer,
        ...forEach(texts, (inner) => [`${outer}/${inner}/${count}`]),
        ...forEach(values.nested.words, (middle) => [
          `${outer}=${middle}`,
          ...forEach(values.nested.deeper.words, (inner) => [`${outer}-${middle}-${inner}`]),
        ]),
      ]),
      ...when(unset, (set) => [
        ...when(on, [set, fullname]),
        ...when(eq(mode, "no"), [set], [mode]),
        ...forEach(words, (word) => [
          { word, set, [keyOf(word)]: count, ...when(hasPrefix(word, "al"), { same: true }, { same: mode }) },
        ]),
        ...when(texts, (all) => [{ all, set }]),
      ]),
      ...when(pairs, (all) => [{ all, keys: len(all), json: toJson(all), ...spread(all) }]),
    ],
    exists: {
      ...when(global.cluster.name, (name) => ({ cluster: name, of: `arn:${name}` })),
      region: withDefault(global.cluster.region, "nowhere"),
      ...when(global.exceptions, (exceptions) => ({ exceptions, joined: join(exceptions, ",") })),
    },
  });
}

const FILE = `# A file of the chart. {{ not an action }} {{- nor -}} %s $1 \\n
- rule: "quoted"

  indented: |
    lines
trailing space: ${" "}
last: é 😀
`;

/** Files inside a ConfigMap: both backends must write them to the letter. */
function addFiles(chart: HelmChart, { fullname }: StandardHelpers): void {
  const { on, off, line, lines, word, words, texts, pairs, unset, plain, count, offset, extraFields, mode } = values;
  configMap(chart, "files", {
    metadata: { name: fullname },
    data: {
      "carried.yaml": chart.file("files/carried.yaml", FILE),
      ...when(on, { "again.yaml": chart.file("files/again.yaml", "one line: {{ x }}\n") }),
      "config.yaml": yamlFile({
        ...comment("Made from values: {{ x }}"),
        plain,
        count,
        on,
        static: { "a: b": "{{ x }}", n: ["no", "~", 1e21, true, "multi\nline\n"], no: null, empty: {}, none: [] },
        json: { list: texts, map: pairs, object: extraFields },
        string: toJson(texts),
        ...when(unset, (set) => ({ set }), { unset: mode }),
        ...when(off, { off: { deep: [line] } }),
        loop: [
          ...forEach(words, (name) => [{ name, file: `/${name}/%s`, ...when(on, { only: name }) }]),
          ...when(off, [plain]),
          plain,
        ],
        onlyLoop: [...forEach(texts, (text) => [text])],
        onlyWhen: { ...when(offset, (number) => ({ number })) },
      }),
      "config.conf": textFile([
        "[SERVICE]",
        `    Name  ${word}{${line}}`,
        `    Literal {{ x }} %s "quoted" {{`,
        "",
        `    Count ${count} of ${add(offset, 1)}, ${on}, ${eq(mode, "two")}`,
        `${line}`,
        ...when(on, ["", "[ON]", `  Mode ${mode}`]),
        ...when(line, (set) => [`line=${set}`], [`no line in ${fullname}`]),
        ...forEach(lines, (each) => [`- ${each}`, `${each}`]),
        ...itemComment("a comment {{ of }} the file"),
        `Json ${toJson(words)}`,
        "end  ",
      ]),
      "expression-first.conf": textFile([`${line}`, "second"]),
      "loop.conf": textFile([...forEach(lines, (each) => [`${each}`])]),
      "indented.conf": textFile(["  first", "\tsecond"]),
    },
  });
}

/** A resource that is there only sometimes. */
function addConditional(chart: HelmChart, subchart: HelmChart): void {
  const { on, extraItems, word } = values;
  chart.add(
    "conditional",
    { apiVersion: "monitoring.example.com/v1", kind: "ServiceMonitor", metadata: { name: word }, spec: { extraItems } },
    { when: and(on, hasApiVersion("monitoring.example.com/v1")) },
  );
  chart.add(
    "with-part",
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "with-part" },
      data: { enabled: `${chart.enabled(subchart)}` },
    },
    { file: "below/with-part", when: chart.enabled(subchart) },
  );
}

function addTest(chart: HelmChart, { fullname }: StandardHelpers): void {
  pod(
    chart,
    "test",
    {
      metadata: { name: `${fullname}-test`, annotations: { "helm.sh/hook": "test" } },
      spec: { restartPolicy: "Never", containers: [{ name: "test", image: "busybox", args: ["echo", values.plain] }] },
    },
    { file: "tests/test" },
  );
}

function addGuards(chart: HelmChart): void {
  const { refuse, plain, off } = values;
  chart.guard({
    path: "refuse.first",
    refuse: and(refuse.first, off, not(values.on)),
    message: 'is "true": 100% {{ wrong }} \\',
  });
  chart.guard({
    path: "refuse.name",
    refuse: hasPrefix(refuse.name, "bad-"),
    message: `is ${refuse.name}: ${plain} is 100% wrong with ${values.count}`,
  });
  chart.guard({
    path: "global.cluster.region",
    refuse: and(eq(global.cluster.region, "us-gov-west-1"), global.cluster.private),
    message: "cannot be private",
  });
}

function addNotes(chart: HelmChart, { fullname }: StandardHelpers, subchart: HelmChart): void {
  chart.notes = [
    `${fullname} is installed in ${release.namespace}: {{ x }} 100%`,
    ...when(values.on, ["", `It is on, ${values.count} times.`]),
    ...when(values.line, (line) => [`Line: ${line}`], ["No line."]),
    ...when(chart.enabled(subchart), ["With its part."]),
    ...forEach(values.words, (word) => [`- ${word}`]),
  ];
}

/** A chart whose name has a hyphen, that sees its own values and `global`; alone, it has no `global`. */
function specimenSubchart(app: App): HelmChart {
  const chart = new HelmChart(app, {
    metadata: { ...METADATA, name: "a-part", appVersion: "2.0.0" },
    values: subchartValues,
    global,
  });
  const { text, count, "dashed-list": list, refuse } = subchartValues;
  const clusterName = chart.textHelper(
    "clusterName",
    "Name of the cluster, or the release.",
    choose(global.cluster.name, (name) => name, release.name),
  );
  specimenObject(chart, "part", {
    text,
    count,
    list,
    clusterName,
    named: `${clusterName}/${chartInfo.name}`,
    region: withDefault(global.cluster.region, text),
    size: { isZero: eq(global.cluster.size, 0), is: eq(global.cluster.size, 10_000_000) },
    private: { isFalse: eq(global.cluster.private, false), not: not(global.cluster.private) },
    regionIs: { none: eq(global.cluster.region, ""), some: ne(global.cluster.region, "eu-central-1") },
    json: toJson(global.labels),
    ...when(global.cluster.name, (name) => ({ name, parts: [...forEach(list, (item) => [{ item, name, text }])] })),
    ...when(global.cluster.size, (size) => ({ size_: size })),
    ...when(global.exceptions, (exceptions) => ({ exceptions })),
    labels: { own: text, ...when(global.labels, (labels) => ({ ...spread(labels) })) },
    spread: [text, ...forEach(list, (item) => [item])],
  });
  chart.guard({ path: "refuse", refuse: eq(refuse, "everything"), message: `is ${refuse}: ${text}` });
  return chart;
}
