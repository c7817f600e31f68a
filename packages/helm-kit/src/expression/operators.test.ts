import { describe, expect, test } from "vitest";
import { capabilities, release } from "../chart/built-ins.ts";
import { defineGlobal, defineValues } from "../values/define-values.ts";
import { boolean, choice, integer, text, textList, textMap } from "../values/field.ts";
import { type Environment, evaluateExpression } from "./evaluate-expression.ts";
import { Binder, Expression, type Literal, toNode } from "./expression.ts";
import * as op from "./operators.ts";
import { printExpression, rootScope, type Scope } from "./print-expression.ts";

const values = defineValues({
  image: { tag: text("", ""), "pull-policy": text("", "") },
  replicas: integer(1, ""),
  debug: boolean(false, ""),
  mode: choice(["fast", "safe"], "fast", ""),
  hosts: textList([], ""),
  labels: textMap({}, ""),
});
const global = defineGlobal({ cluster: { name: text("", "") } });

const given = {
  image: { tag: "v1.2-", "pull-policy": "Always" },
  replicas: 3,
  debug: true,
  mode: "safe",
  hosts: ["a", "b"],
  labels: { team: "web" },
};

function environment(held: object = given): Environment {
  return {
    roots: {
      Values: held,
      Release: { Name: "shop", Namespace: "prod" },
      Chart: {},
      Capabilities: { KubeVersion: { Version: "v1.34.4" } },
      Template: {},
    },
    bound: new Map(),
    apiVersions: ["policy/v1"],
    files: new Map([["files/a.txt", "content\n"]]),
    include: (name) => `body of ${name}`,
    template: (file) => [{ rendered: file }],
  };
}

const printed = (held: Literal | Expression<unknown>, scope: Scope = rootScope) => printExpression(toNode(held), scope);
const evaluated = (held: Literal | Expression<unknown>, values?: object) =>
  evaluateExpression(toNode(held), environment(values));

const { tag } = values.image;

describe("every kind of expression prints as Helm's and evaluates in TypeScript", () => {
  test.each<[string, Literal | Expression<unknown>, string, unknown]>([
    ["a text", "x", '"x"', "x"],
    ["a text with a backslash", "^v\\d", "`^v\\d`", "^v\\d"],
    ["a text with quotes", 'a"b\\', '`a"b\\`', 'a"b\\'],
    ["a number", 3, "3", 3],
    ["a boolean", true, "true", true],
    ["a value", tag, ".Values.image.tag", "v1.2-"],
    ["a value with a hyphen", values.image["pull-policy"], '(index .Values "image" "pull-policy")', "Always"],
    ["a value that may be absent", global.cluster.name, "((.Values.global).cluster).name", undefined],
    ["a built-in", release.name, ".Release.Name", "shop"],
    ["a nested built-in", capabilities.kubeVersion, ".Capabilities.KubeVersion.Version", "v1.34.4"],
    [
      "text around expressions",
      `${release.name}-${values.replicas}: 50% {{x}}`,
      'printf "%s-%d: 50%% {{x}}" .Release.Name (int64 .Values.replicas)',
      "shop-3: 50% {{x}}",
    ],
    ["a boolean inside a text", `${values.debug}!`, 'printf "%t!" .Values.debug', "true!"],
    ["a lone number in a text", `${values.replicas}`, 'printf "%d" (int64 .Values.replicas)', "3"],
    [
      "a lone number as a text operand",
      op.choose(values.debug, `${values.replicas}`, "x"),
      'ternary (printf "%d" (int64 .Values.replicas)) "x" .Values.debug',
      "3",
    ],
    [
      "a helper",
      new Expression({ kind: "include", helper: { name: "web.name", returns: "text" } }),
      'include "web.name" .',
      "body of web.name",
    ],
    ["an API version", op.hasApiVersion("policy/v1"), '.Capabilities.APIVersions.Has "policy/v1"', true],
    ["an API version not served", op.hasApiVersion("x/v1"), '.Capabilities.APIVersions.Has "x/v1"', false],
    ["a file", new Expression({ kind: "file", path: "files/a.txt" }), '.Files.Get "files/a.txt"', "content\n"],
    ["a choice", op.choose(values.debug, "debug", tag), 'ternary "debug" .Values.image.tag .Values.debug', "debug"],
    [
      "a choice by what is no boolean",
      op.choose(tag, tag, "latest"),
      'ternary .Values.image.tag "latest" (not (not .Values.image.tag))',
      "v1.2-",
    ],
    [
      "a choice by what may be absent",
      op.choose(global.cluster.name, (name) => `${name}-x`, "none"),
      'ternary (printf "%s-x" ((.Values.global).cluster).name) "none" (not (not ((.Values.global).cluster).name))',
      "none",
    ],
    ["withDefault", op.withDefault(tag, "1"), 'default "1" .Values.image.tag', "v1.2-"],
    [
      "withDefault of what is absent",
      op.withDefault(global.cluster.name, "x"),
      'default "x" ((.Values.global).cluster).name',
      "x",
    ],
    ["trunc", op.trunc(tag, 2), ".Values.image.tag | trunc 2", "v1"],
    ["trimSuffix", op.trimSuffix(tag, "-"), '.Values.image.tag | trimSuffix "-"', "v1.2"],
    ["trimSuffix of nothing", op.trimSuffix(tag, ""), '.Values.image.tag | trimSuffix ""', "v1.2-"],
    ["trimPrefix", op.trimPrefix(tag, "v"), '.Values.image.tag | trimPrefix "v"', "1.2-"],
    ["a pipe of pipes", op.trimSuffix(op.trunc(tag, 5), "-"), '.Values.image.tag | trunc 5 | trimSuffix "-"', "v1.2"],
    ["a pipe as an operand", op.contains(op.trunc(tag, 2), "v"), 'contains "v" (trunc 2 .Values.image.tag)', true],
    ["replace", op.replace(tag, ".", "$&"), '.Values.image.tag | replace "." "$&"', "v1$&2-"],
    [
      "regexReplaceAll",
      op.regexReplaceAll(tag, "[0-9]", "#"),
      'regexReplaceAll "[0-9]" .Values.image.tag "#"',
      "v#.#-",
    ],
    ["join", op.join(values.hosts, ","), '.Values.hosts | join ","', "a,b"],
    ["b64enc", op.b64enc("é"), '"é" | b64enc', "w6k="],
    ["toJson", op.toJson(values.labels), ".Values.labels | toJson", '{"team":"web"}'],
    ["contains", op.contains(tag, "1"), 'contains "1" .Values.image.tag', true],
    ["hasPrefix", op.hasPrefix(tag, "x"), 'hasPrefix "x" .Values.image.tag', false],
    ["hasSuffix", op.hasSuffix(tag, "-"), 'hasSuffix "-" .Values.image.tag', true],
    ["regexMatch", op.regexMatch(tag, "^v\\d"), "regexMatch `^v\\d` .Values.image.tag", true],
    ["has", op.has(values.hosts, "b"), 'has "b" .Values.hosts', true],
    ["hasKey", op.hasKey(values.labels, "team"), 'hasKey .Values.labels "team"', true],
    [
      "hasKey of what every object has",
      op.hasKey(values.labels, "toString"),
      'hasKey .Values.labels "toString"',
      false,
    ],
    ["len of a list", op.len(values.hosts), "len .Values.hosts", 2],
    ["len of a map", op.len(values.labels), "len .Values.labels", 1],
    ["add", op.add(values.replicas, 1), "add (int64 .Values.replicas) 1", 4],
    ["eq of texts", op.eq(values.mode, "fast"), 'eq .Values.mode "fast"', false],
    ["eq of integers", op.eq(values.replicas, 3), "eq (int64 .Values.replicas) 3", true],
    ["ne", op.ne(values.mode, "fast"), 'ne .Values.mode "fast"', true],
    ["lt", op.lt(values.replicas, 3), "lt (int64 .Values.replicas) 3", false],
    ["le", op.le(values.replicas, 3), "le (int64 .Values.replicas) 3", true],
    ["gt", op.gt(values.replicas, 3), "gt (int64 .Values.replicas) 3", false],
    ["ge", op.ge(values.replicas, op.len(values.hosts)), "ge (int64 .Values.replicas) (len .Values.hosts)", true],
    ["and", op.and(values.debug, tag), "and .Values.debug .Values.image.tag", "v1.2-"],
    ["or", op.or(tag, values.debug), "or .Values.image.tag .Values.debug", "v1.2-"],
    ["not", op.not(values.hosts), "not .Values.hosts", false],
  ])("%s", (_name, expression, go, result) => {
    expect(printed(expression)).toBe(go);
    expect(evaluated(expression)).toEqual(result);
  });
});

describe("truth is Helm's", () => {
  test.each([
    ["", false],
    [0, false],
    [false, false],
    [[], false],
    [{}, false],
    [null, false],
    ["0", true],
    [-1, true],
  ])("%j is %j", (held, truth) => {
    expect(evaluated(op.not(values.labels), { labels: held })).toBe(!truth);
  });

  test("and gives the first false operand, or the first true one", () => {
    expect(evaluated(op.and(values.debug, tag), { image: { tag: "x" }, debug: false })).toBe(false);
    expect(evaluated(op.or(values.debug, tag), { image: { tag: "" }, debug: false })).toBe("");
  });
});

describe("where the dot is not the chart", () => {
  const item = new Binder("host");
  const outer = new Binder("tag");
  const bound = (binder: Binder, ...path: string[]) =>
    new Expression<string>({ kind: "reference", root: binder, path, type: "text", absent: false, multiline: false });
  const inside: Scope = { dot: item, variables: new Map([[outer, "$tag"]]) };

  test.each([
    [bound(item), "."],
    [bound(item, "name"), ".name"],
    [bound(item, "a-b"), '(index . "a-b")'],
    [bound(outer), "$tag"],
    [bound(outer, "name"), "$tag.name"],
    [tag, "$.Values.image.tag"],
    [release.name, "$.Release.Name"],
    [op.hasApiVersion("policy/v1"), '$.Capabilities.APIVersions.Has "policy/v1"'],
    [new Expression({ kind: "include", helper: { name: "web.name", returns: "text" } }), 'include "web.name" $'],
    [global.cluster.name, "(($.Values.global).cluster).name"],
    [values.image["pull-policy"], '(index $.Values "image" "pull-policy")'],
  ])("%#: %s", (expression, go) => {
    expect(printed(expression, inside)).toBe(go);
  });

  test("a name is refused outside of what binds it", () => {
    expect(() => printed(bound(new Binder("proxy")), inside)).toThrow(
      '"proxy" is used outside of the when() or forEach() that binds it',
    );
  });
});

describe("a value that may be absent", () => {
  test.each<[string, () => unknown]>([
    ["inside a text", () => toNode(`${global.cluster.name}-x`)],
    ["in a function that Helm refuses it for", () => op.trunc(global.cluster.name as Expression<string>, 3)],
  ])("is refused %s", (_where, use) => {
    expect(use).toThrow(/^values\.global\.cluster\.name may be absent/);
  });

  test("is tested and compared as it is", () => {
    expect(evaluated(op.not(global.cluster.name))).toBe(true);
    expect(evaluated(op.eq(global.cluster.name, "x"))).toBe(false);
    expect(evaluated(global.cluster.name, { global: { cluster: null } })).toBeUndefined();
    expect(evaluated(global.cluster.name, { global: { cluster: { name: "blue" } } })).toBe("blue");
  });
});

test("what is no scalar is refused inside a text", () => {
  expect(() => toNode(`${values.hosts}`)).toThrow("values.hosts is a list: only text, integers and booleans");
  expect(() => toNode(`${op.and(values.debug, tag)}`)).toThrow("and(…) is a truth");
});

test("a $ is refused in a replacement, where Go and JavaScript differ", () => {
  expect(() => op.regexReplaceAll(tag, "x", "$1")).toThrow("Go and JavaScript differ");
});

test("a key that every JavaScript object has is not taken for a value", () => {
  const tree = defineValues({ constructor: text("", "") });
  expect(evaluated(tree.constructor, {})).toBeUndefined();
});

test("a checksum changes with the template it is of", () => {
  const sum = new Expression({ kind: "checksum", template: "configmap.yaml" });
  expect(printed(sum)).toBe('include (print .Template.BasePath "/configmap.yaml") . | sha256sum');
  expect(evaluated(sum)).toMatch(/^[0-9a-f]{64}$/);
  const other = { ...environment(), template: () => [{ rendered: "else" }] };
  expect(evaluateExpression(sum.node, other)).not.toBe(evaluated(sum));
});
