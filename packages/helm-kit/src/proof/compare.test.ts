import type { RenderAnswer } from "@shelltrail/helm-engines";
import { expect, test } from "vitest";
import { ChartRefusal, type RenderedChart } from "../chart/manifests.ts";
import { compareAnswers, compareJson, MISSING } from "./compare.ts";

const object = (name: string, more: object = {}) => ({
  template: "c/templates/a.yaml",
  object: { kind: "A", metadata: { name }, ...more },
});
const helm = (objects: RenderedChart["objects"], notes = ""): RenderAnswer => ({
  ok: true,
  objects: [...objects],
  notes,
});
const failed = (stage: "render" | "schema" | "kubeVersion", error: string): RenderAnswer => ({
  ok: false,
  stage,
  error,
});

test("objects agree in any order, notes whatever white space is around them", () => {
  const [a, b] = [object("a"), object("b")];
  expect(compareAnswers(helm([a, b], "\nnote\n"), { objects: [b, a], notes: "note" })).toEqual([]);
});

test.each([
  [
    "a value",
    [object("a", { spec: { n: [1] } })],
    [object("a", { spec: { n: [2] } })],
    { path: "spec.n[0]", helm: 1, typescript: 2 },
  ],
  ["a type", [object("a", { n: 1 })], [object("a", { n: "1" })], { path: "n", helm: 1, typescript: "1" }],
  ["a key that Helm lacks", [object("a")], [object("a", { n: 1 })], { path: "n", helm: MISSING, typescript: 1 }],
  ["a key that is null", [object("a", { n: null })], [object("a")], { path: "n", helm: null, typescript: MISSING }],
  [
    "an inherited name",
    [object("a", { toString: 1 })],
    [object("a")],
    { path: "toString", helm: 1, typescript: MISSING },
  ],
  [
    "an item more",
    [object("a", { n: [1, 2] })],
    [object("a", { n: [1] })],
    { path: "n[1]", helm: 2, typescript: MISSING },
  ],
  ["a map for a list", [object("a", { n: {} })], [object("a", { n: [] })], { path: "n", helm: {}, typescript: [] }],
  ["an object that Helm lacks", [], [object("a")], { path: "", helm: MISSING, typescript: object("a").object }],
  ["an object twice", [object("a"), object("a")], [object("a")], { path: "", typescript: MISSING }],
])("%s is a difference", (_, theirs, ours, expected) => {
  expect(compareAnswers(helm(theirs), { objects: ours, notes: "" })).toMatchObject([expected]);
});

test("checksums need to be there, not to be equal", () => {
  const pod = (annotations: object) => ({ template: { metadata: { annotations } } });
  expect(compareJson(pod({ "checksum/a": "1" }), pod({ "checksum/a": "2" }), "spec")).toEqual([]);
  expect(compareJson(pod({ "checksum/a": "1" }), pod({}), "spec")).toHaveLength(1);
  expect(compareJson(pod({ other: "1" }), pod({ other: "2" }), "spec")).toHaveLength(1);
  expect(compareJson({ data: { "checksum/a": "1" } }, { data: { "checksum/a": "2" } }, "")).toHaveLength(1);
});

const guards = new ChartRefusal("c", "guards", [
  { path: "c", problems: ["a is wrong", "b is wrong"] },
  { path: "c/charts/d", problems: ["d is wrong"] },
]);

test.each([
  [
    "both name every problem of the chart",
    failed("render", "at (c/templates/guards.yaml:9:4): \na is wrong\nb is wrong"),
    guards,
    true,
  ],
  [
    "Helm stops at a subchart",
    failed("render", "at (c/charts/d/templates/guards.yaml:9:4): \nd is wrong"),
    guards,
    true,
  ],
  ["Helm leaves one out", failed("render", "at (c/templates/guards.yaml:9:4): \na is wrong"), guards, false],
  [
    "Helm has one more",
    failed("render", "at (c/templates/guards.yaml:9:4): \na is wrong\nb is wrong\nc"),
    guards,
    false,
  ],
  ["Helm fails for another reason", failed("render", "at (c/templates/a.yaml:9:4): nil pointer"), guards, false],
  ["Helm renders", helm([]), guards, false],
  ["both by schema", failed("schema", "x"), new ChartRefusal("c", "schema", []), true],
  ["one by schema, one by version", failed("schema", "x"), new ChartRefusal("c", "kubeVersion", []), false],
  ["TypeScript throws by mistake", failed("render", "x"), new TypeError("x"), false],
  ["TypeScript renders", failed("render", "x"), { objects: [], notes: "" }, false],
])("refusals: %s", (_, theirs, ours, agree) => {
  expect(compareAnswers(theirs, ours).length === 0).toBe(agree);
});
