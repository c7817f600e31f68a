import { ApiObject, Chart } from "cdk8s";
import type { Construct } from "constructs";
import {
  type Condition,
  Expression,
  type ExpressionNode,
  type HelperReference,
  type Text,
  toNode,
} from "../expression/expression.ts";
import { tokenFor } from "../expression/tokens.ts";
import { carriedFile, TextFile } from "../structure/documents.ts";
import { checkPlain } from "../structure/plain-text.ts";
import { type Body, spread } from "../structure/structure.ts";
import { restoreTree, type Tree } from "../structure/tree.ts";
import { isMap } from "../values/coalesce.ts";
import { declarationOf, section, type ValuesDeclaration } from "../values/define-values.ts";
import { boolean } from "../values/field.ts";
import type { Guard } from "./guard.ts";

/** What Chart.yaml says of a chart. */
export interface ChartMetadata {
  readonly name: string;
  /** SemVer of the chart. */
  readonly version: string;
  readonly appVersion: string;
  readonly description: string;
  /** Oldest Kubernetes the chart supports, "1.31.0"; written as ">=1.31.0-0" so that "v1.31.4-eks-…" passes. */
  readonly minimumKubernetes: string;
  readonly home?: string;
  readonly icon?: string;
  readonly sources?: readonly string[];
  readonly keywords?: readonly string[];
  readonly maintainers?: readonly { readonly name: string; readonly email?: string; readonly url?: string }[];
  /** Artifact Hub's annotations and others: https://artifacthub.io/docs/topics/annotations/helm/ */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A chart inside another, unpacked in its charts/ folder. */
export interface Subchart {
  readonly chart: HelmChart;
  /** Default of `NAME.enabled`. */
  readonly enabled: boolean;
  /** Comment of `NAME.enabled` in values.yaml. */
  readonly comment: string;
}

export interface HelmChartProps {
  readonly metadata: ChartMetadata;
  /** Result of `defineValues`. */
  readonly values?: object;
  /** Result of `defineGlobal`, the same object for an umbrella and its subcharts. */
  readonly global?: object;
  readonly subcharts?: readonly Subchart[];
  /** Lead paragraphs of the chart's README, Markdown. */
  readonly readme?: string;
}

export interface Helper extends HelperReference {
  /** Comment above the definition. */
  readonly comment: string;
  readonly body: ExpressionNode | Tree;
}

/** One file of templates/. */
export interface Template {
  /** Path below templates/, "daemonset.yaml" or "tests/shipping.yaml". */
  readonly file: string;
  readonly condition: ExpressionNode | undefined;
  readonly object: () => Tree;
}

/**
 * A Helm chart as a cdk8s chart: constructs carry its resources, ids and order. `toTemplates` prints it, `toManifests`
 * evaluates it.
 */
export class HelmChart extends Chart {
  readonly metadata: ChartMetadata;
  readonly values: ValuesDeclaration;
  readonly global: ValuesDeclaration | undefined;
  readonly subcharts: readonly Subchart[];
  readonly readme: string;
  readonly helpers = new Map<string, Helper>();
  readonly guards: Guard[] = [];
  /** Files of files/ by path, "files/rules.yaml". */
  readonly files = new Map<string, string>();
  readonly #templates = new Map<ApiObject, { file: string; condition: ExpressionNode | undefined; metadata: object }>();
  readonly #trees = new Map<ApiObject, Tree>();
  #notes: Extract<Tree, { kind: "textFile" }> | undefined;

  constructor(scope: Construct, props: HelmChartProps) {
    super(scope, props.metadata.name, { disableResourceNameHashes: true });
    this.metadata = props.metadata;
    this.values = props.values === undefined ? {} : declarationOf(props.values);
    this.global = props.global === undefined ? undefined : declarationOf(props.global);
    this.subcharts = props.subcharts ?? [];
    this.readme = props.readme ?? "";
    for (const { chart } of this.subcharts) {
      if (chart.global !== undefined && chart.global !== this.global) {
        throw new Error(`${chart.metadata.name} reads another global than ${this.metadata.name} declares`);
      }
    }
  }

  /**
   * Adds a Kubernetes object as templates/FILE.yaml.
   * @throws Error when a file of that name is there already
   */
  add(
    id: string,
    object: Readonly<Record<string, unknown>>,
    options: { file?: string; when?: Condition } = {},
  ): ApiObject {
    const file = `${options.file ?? id}.yaml`;
    if ([...this.#templates.values()].some((template) => template.file === file)) {
      throw new Error(`${this.metadata.name}: templates/${file} is there twice: give one of them another id`);
    }
    const carried = carry(spreadLabels(object)) as { apiVersion: string; kind: string; metadata: object };
    const api = new ApiObject(this, id, carried);
    this.#templates.set(api, { file, condition: options.when?.node, metadata: carried.metadata });
    return api;
  }

  /** A named template that is one text. */
  textHelper(name: string, comment: string, text: Text): Expression<string> {
    return this.#helper(name, comment, "text", toNode(text)) as Expression<string>;
  }

  /** A named template that is a map, such as a set of labels. */
  mapHelper(name: string, comment: string, map: Readonly<Record<string, unknown>>): Expression<Record<string, string>> {
    return this.#helper(name, comment, "map", restoreTree(map)) as Expression<Record<string, string>>;
  }

  #helper(name: string, comment: string, returns: "text" | "map", body: ExpressionNode | Tree): Expression<unknown> {
    const helper: Helper = { name: `${this.metadata.name}.${name}`, comment, returns, body };
    if (this.helpers.has(helper.name)) throw new Error(`the helper ${helper.name} is defined twice`);
    this.helpers.set(helper.name, helper);
    return new Expression({ kind: "include", helper });
  }

  /** Refuses values at render, with the path and the remedy. */
  guard(guard: Guard): void {
    this.guards.push(guard);
  }

  /** What `helm install` prints when it is done. */
  set notes(lines: readonly string[]) {
    this.#notes = restoreTree(tokenFor(new TextFile(lines))) as Extract<Tree, { kind: "textFile" }>;
  }

  /** Lines of NOTES.txt. */
  get notesTree(): Extract<Tree, { kind: "textFile" }> | undefined {
    return this.#notes;
  }

  /**
   * Carries a file in files/.
   * @param content ends with one line break, so that it comes out byte for byte
   * @returns the file as an entry of a ConfigMap's `data`
   */
  file(path: `files/${string}`, content: string): string {
    if (!content.endsWith("\n") || content.endsWith("\n\n")) {
      throw new Error(`${path} must end with exactly one line break`);
    }
    // YAML guesses the indentation of a block scalar from its first line.
    if (/^\n*[ \t]/.test(content)) throw new Error(`${path} must not start with white space`);
    checkPlain(content, path);
    this.files.set(path, content);
    return carriedFile(path);
  }

  /** Expression for `NAME.enabled` of a subchart. */
  enabled(subchart: HelmChart): Expression<boolean> {
    const path = [subchart.metadata.name, "enabled"];
    return new Expression({
      kind: "reference",
      root: "Values",
      path,
      type: "boolean",
      absent: false,
      multiline: false,
    });
  }

  /** All of values.yaml as one declaration: own values, `global`, and each subchart's with its switch. */
  get allValues(): ValuesDeclaration {
    return { ...(this.global === undefined ? {} : { global: this.global }), ...this.ownValues };
  }

  /** The same without `global`: what the chart sees when nobody shares anything. */
  get ownValues(): ValuesDeclaration {
    const subcharts = this.subcharts.map(({ chart, enabled, comment }) => [
      chart.metadata.name,
      section(chart.metadata.description, { enabled: boolean(enabled, comment), ...chart.ownValues }),
    ]);
    return { ...this.values, ...Object.fromEntries(subcharts) };
  }

  /** The templates in dependency order of their constructs. */
  get templates(): Template[] {
    return (this.node.findAll() as unknown[])
      .filter((found) => found instanceof ApiObject)
      .map((api) => {
        const { file, condition, metadata } = this.#templates.get(api) ?? {
          file: `${api.node.id.toLowerCase()}.yaml`,
          condition: undefined,
          metadata: {},
        };
        return { file, condition, object: () => this.#tree(api, metadata) };
      });
  }

  /** An object's tree, read once: a patch added to the ApiObject after the first render does not count. */
  #tree(api: ApiObject, metadata: object): Tree {
    let tree = this.#trees.get(api);
    if (tree === undefined) {
      tree = restoreTree(orderedJson(api, metadata));
      this.#trees.set(api, tree);
    }
    return tree;
  }
}

/** cdk8s sorts metadata and what is in it; the author's order is put back. */
function orderedJson(api: ApiObject, metadata: object): unknown {
  const json = unsortedJson(api) as { metadata: object };
  return { ...json, metadata: inOrderOf(metadata, json.metadata) };
}

function inOrderOf(model: unknown, held: unknown): unknown {
  if (!isMap(model) || !isMap(held)) return held;
  const keys = new Set([...Object.keys(model).filter((key) => Object.hasOwn(held, key)), ...Object.keys(held)]);
  return Object.fromEntries([...keys].map((key) => [key, inOrderOf(model[key], held[key])]));
}

/** The author's order of keys, whatever CDK8S_DISABLE_SORT says: cdk8s reads it at each call. */
function unsortedJson(api: ApiObject): unknown {
  const before = process.env.CDK8S_DISABLE_SORT;
  process.env.CDK8S_DISABLE_SORT = "1";
  try {
    return api.toJson();
  } finally {
    if (before === undefined) delete process.env.CDK8S_DISABLE_SORT;
    else process.env.CDK8S_DISABLE_SORT = before;
  }
}

/** cdk8s spreads labels and annotations, which would take a whole-map expression apart. */
function spreadLabels(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const metadata = { ...(object.metadata as Record<string, unknown>) };
  for (const key of ["labels", "annotations"]) {
    const held = metadata[key];
    if (held instanceof Expression) metadata[key] = spread(held as Expression<object>);
  }
  return { ...object, metadata };
}

/** Replaces expressions by their tokens, at any depth. */
function carry(held: unknown): unknown {
  if (held instanceof Expression) return tokenFor(held);
  if (Array.isArray(held)) return held.map(carry);
  if (typeof held === "object" && held !== null) {
    return Object.fromEntries(Object.entries(held as Body).map(([key, inner]) => [key, carry(inner)]));
  }
  return held;
}
