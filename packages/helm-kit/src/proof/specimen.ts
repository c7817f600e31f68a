import { App } from "cdk8s";
import { capabilities, chartInfo, release } from "../chart/built-ins.ts";
import { checksumOf } from "../chart/checksum.ts";
import { HelmChart } from "../chart/helm-chart.ts";
import { pod } from "../chart/resources.ts";
import { type StandardHelpers, standardHelpers } from "../chart/standard-helpers.ts";
import {
  and,
  choose,
  eq,
  hasApiVersion,
  hasPrefix,
  ne,
  not,
  or,
  toJson,
  withDefault,
} from "../expression/operators.ts";
import { forEach, keyOf, spread, when } from "../structure/structure.ts";
import { hostileTexts } from "./hostile-texts.ts";
import { addFiles } from "./specimen-files.ts";
import { addFunctions } from "./specimen-functions.ts";
import { specimenObject } from "./specimen-object.ts";
import { addStructure } from "./specimen-structure.ts";
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
    fullName: `${clusterName}/${chartInfo.name}`,
    region: withDefault(global.cluster.region, text),
    size: { isZero: eq(global.cluster.size, 0), is: eq(global.cluster.size, 10_000_000) },
    private: { isFalse: eq(global.cluster.private, false), not: not(global.cluster.private) },
    regionIs: { none: eq(global.cluster.region, ""), some: ne(global.cluster.region, "eu-central-1") },
    json: toJson(global.labels),
    ...when(global.cluster.name, (name) => ({ name, parts: [...forEach(list, (item) => [{ item, name, text }])] })),
    ...when(global.cluster.size, (size) => ({ size_: size })),
    ...when(global.exceptions, (exceptions) => ({ exceptions })),
    ...when(and(global.cluster.name, refuse), { named: "and" }),
    ...when(or(global.cluster.private, global.labels, text), { any: "or" }),
    labels: { own: text, ...when(global.labels, (labels) => ({ ...spread(labels) })) },
    spread: [text, ...forEach(list, (item) => [item])],
  });
  chart.guard({ path: "refuse", refuse: eq(refuse, "everything"), message: `is ${refuse}: ${text}` });
  return chart;
}
