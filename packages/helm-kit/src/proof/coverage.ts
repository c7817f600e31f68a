import { messageOf } from "../chart/guard.ts";
import type { HelmChart } from "../chart/helm-chart.ts";
import { conditionIdentity } from "../chart/manifests.ts";
import type { EvaluationEvent } from "../expression/evaluate-expression.ts";
import { describe, type ExpressionNode, visitExpression } from "../expression/expression.ts";
import { functionRow, isTrue } from "../expression/functions.ts";
import type { Entry, Member, Tree } from "../structure/tree.ts";

/** What can be hit one way or both. */
type Subject = "when" | "forEach" | "choose" | "resource" | "guard" | "function";

/** One thing of a chart that random values should have hit. */
export interface CoverageItem {
  readonly kind: Subject;
  /** "falco/templates/daemonset.yaml: when values.tolerations" or the function's name. */
  readonly name: string;
  /** A function that gives no boolean has nothing to miss once it was called. */
  readonly bothWays: boolean;
  taken: number;
  notTaken: number;
}

/**
 * Everything of a chart and its subcharts that has two sides, and what a proof has seen of it. Give `observe` to
 * `toManifests`.
 */
export class Coverage {
  readonly #items = new Map<object | string, CoverageItem>();

  constructor(chart: HelmChart) {
    this.#addChart(chart, chart.metadata.name, true);
  }

  readonly observe = (event: EvaluationEvent): void => {
    const item = this.#items.get(event.kind === "function" ? event.name : event.node);
    if (item === undefined) return;
    const taken = event.kind === "function" ? isTrue(event.result) : event.taken;
    if (taken || !item.bothWays) item.taken++;
    else item.notTaken++;
  };

  get items(): readonly CoverageItem[] {
    return [...this.#items.values()];
  }

  /** What was not hit, or only one way: "guard global.cluster.region: never taken". */
  get missing(): string[] {
    return this.items.flatMap(({ kind, name, bothWays, taken, notTaken }) => {
      if (!bothWays) return taken > 0 ? [] : [`${kind} ${name}: never called`];
      if (taken > 0 && notTaken > 0) return [];
      return [
        `${kind} ${name}: ${taken + notTaken === 0 ? "never reached" : taken === 0 ? "never taken" : "always taken"}`,
      ];
    });
  }

  /** A line for each kind: how many there are, how many were hit in every way. */
  get summary(): { kind: Subject; count: number; hit: number }[] {
    const kinds = [...new Set(this.items.map(({ kind }) => kind))];
    return kinds.map((kind) => {
      const items = this.items.filter((item) => item.kind === kind);
      return { kind, count: items.length, hit: items.filter((item) => isHit(item)).length };
    });
  }

  #addChart(chart: HelmChart, path: string, top: boolean): void {
    for (const { file, condition, object } of chart.templates) {
      const where = `${path}/templates/${file}`;
      if (condition !== undefined) {
        this.#add(conditionIdentity(chart, file), "resource", where);
        this.#addExpression(condition, where);
      }
      this.#addTree(object(), where);
    }
    for (const { name, body } of chart.helpers.values()) {
      if (body.kind === "map" || body.kind === "list") this.#addTree(body as Tree, name);
      else this.#addExpression(body as ExpressionNode, name);
    }
    for (const guard of chart.guards) {
      this.#add(guard, "guard", `${path}: ${guard.path}: ${describe(guard.refuse.node)}`);
      this.#addExpression(guard.refuse.node, `${path}: ${guard.path}`);
      this.#addExpression(messageOf(guard), `${path}: ${guard.path}`);
    }
    // Helm prints the notes of the chart that is installed only.
    if (top && chart.notesTree !== undefined) this.#addTree(chart.notesTree, `${path}/templates/NOTES.txt`);
    for (const { chart: subchart } of chart.subcharts) {
      this.#addChart(subchart, `${path}/charts/${subchart.metadata.name}`, false);
    }
  }

  #add(key: object | string, kind: Subject, name: string, bothWays = true): void {
    if (!this.#items.has(key)) this.#items.set(key, { kind, name, bothWays, taken: 0, notTaken: 0 });
  }

  #addExpression(expression: ExpressionNode, where: string): void {
    visitExpression(expression, (node) => {
      if (node.kind === "conditional") this.#add(node, "choose", `${where}: choose ${describe(node.test)}`);
      const name = node.kind === "call" ? node.name : node.kind === "conditional" ? "ternary" : undefined;
      if (name === undefined) return;
      const { returns } = functionRow(name);
      this.#add(name, "function", name, returns === "boolean" || returns === "truth");
    });
  }

  #addTree(tree: Tree, where: string): void {
    switch (tree.kind) {
      case "leaf":
        this.#addExpression(tree.node, where);
        break;
      case "map":
        this.#addMembers(tree.entries, where);
        break;
      case "list":
        this.#addMembers(tree.items, where);
        break;
      case "yamlFile":
        this.#addTree(tree.tree, where);
        break;
      case "textFile":
        this.#addMembers(tree.lines, where);
        break;
    }
  }

  #addMembers(members: readonly (Member<Entry> | Member<Tree>)[], where: string): void {
    for (const member of members) {
      switch (member.kind) {
        case "entry":
          if (typeof member.key !== "string") this.#addExpression(member.key, where);
          this.#addTree(member.held, where);
          break;
        case "when":
          this.#add(member.source, "when", `${where}: when ${describe(member.test)}`);
          this.#addExpression(member.test, where);
          this.#addMembers(member.body, where);
          this.#addMembers(member.otherwise, where);
          break;
        case "forEach":
          this.#add(member.source, "forEach", `${where}: forEach ${describe(member.over)}`);
          this.#addExpression(member.over, where);
          this.#addMembers(member.body, where);
          break;
        case "splice":
          this.#addExpression(member.over, where);
          break;
        case "comment":
          break;
        default:
          this.#addTree(member, where);
      }
    }
  }
}

function isHit({ bothWays, taken, notTaken }: CoverageItem): boolean {
  return taken > 0 && (!bothWays || notTaken > 0);
}
