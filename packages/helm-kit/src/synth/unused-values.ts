import { messageOf } from "../chart/guard.ts";
import type { HelmChart } from "../chart/helm-chart.ts";
import { type ExpressionNode, visitExpression } from "../expression/expression.ts";
import { type Tree, visitTree } from "../structure/tree.ts";
import { fieldsOf, type ValuesDeclaration } from "../values/define-values.ts";

/**
 * Declared values that no template, helper, guard, note or condition of the chart reads, as an author writes them:
 * "values.buffer.limit". Those of subcharts are theirs. What is declared under `global` is shared, so it is judged for an
 * umbrella only, over all charts inside.
 */
export function unusedValues(chart: HelmChart): string[] {
  return [...unusedOwn(chart), ...unusedGlobal(chart)];
}

/**
 * Refuses a chart that asks its users for values that change nothing, subcharts included.
 * @throws Error that names each of them
 */
export function assertValuesUsed(chart: HelmChart): void {
  const inside = descendants(chart).flatMap((subchart) =>
    unusedOwn(subchart).map((path) => `${subchart.metadata.name}: ${path}`),
  );
  const problems = [...unusedValues(chart), ...inside].map(
    (path) => `${path} is declared but no template reads it: use it or remove it`,
  );
  if (problems.length > 0) {
    throw new Error(`${chart.metadata.name}: ${problems.length === 1 ? problems[0] : ["", ...problems].join("\n- ")}`);
  }
}

function unusedOwn(chart: HelmChart): string[] {
  return unread(chart.values, pathsReadBy([chart]), []).map((path) => `values.${path}`);
}

function unusedGlobal(chart: HelmChart): string[] {
  if (chart.global === undefined || chart.subcharts.length === 0) return [];
  return unread(chart.global, pathsReadBy([chart, ...descendants(chart)]), ["global"]);
}

function descendants(chart: HelmChart): HelmChart[] {
  return chart.subcharts.flatMap(({ chart: subchart }) => [subchart, ...descendants(subchart)]);
}

function unread(declaration: ValuesDeclaration, read: ReadonlySet<string>, at: readonly string[]): string[] {
  return [...fieldsOf(declaration, at)].filter(([path]) => !read.has(keyOf(path))).map(([path]) => path.join("."));
}

/** Paths below `.Values`. */
function pathsReadBy(charts: readonly HelmChart[]): ReadonlySet<string> {
  const read = new Set<string>();
  for (const chart of charts) {
    for (const node of expressionsOf(chart)) {
      visitExpression(node, (inner) => {
        if (inner.kind === "reference" && inner.root === "Values") read.add(keyOf(inner.path));
      });
    }
  }
  return read;
}

/** A key may hold a dot. */
function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}

/** Every expression that a chart prints or tests. */
function expressionsOf(chart: HelmChart): ExpressionNode[] {
  const found: ExpressionNode[] = [];
  const inTree = (tree: Tree) => visitTree(tree, (node) => found.push(node));
  for (const { object, condition } of chart.templates) {
    inTree(object());
    if (condition !== undefined) found.push(condition);
  }
  for (const { body } of chart.helpers.values()) {
    if (body.kind === "map" || body.kind === "list") inTree(body);
    else found.push(body as ExpressionNode);
  }
  for (const guard of chart.guards) found.push(guard.refuse.node, messageOf(guard));
  if (chart.notesTree !== undefined) inTree(chart.notesTree);
  return found;
}
