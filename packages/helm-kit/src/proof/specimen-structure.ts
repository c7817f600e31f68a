import type { HelmChart } from "../chart/helm-chart.ts";
import type { StandardHelpers } from "../chart/standard-helpers.ts";
import { and, eq, hasPrefix, join, len, not, or, toJson, withDefault } from "../expression/operators.ts";
import { comment, forEach, itemComment, keyOf, spread, when } from "../structure/structure.ts";
import { specimenObject } from "./specimen-object.ts";
import { specimenGlobal as global, specimenValues as values } from "./specimen-values.ts";

/** Conditions, loops and spreads among entries and items, nested in one another. */
export function addStructure(chart: HelmChart, { fullname, labels }: StandardHelpers): void {
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
