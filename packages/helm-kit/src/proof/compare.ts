import type { RenderAnswer } from "@shelltrail/helm-engines";
import type { ChartRefusal, RenderedChart } from "../chart/manifests.ts";
import { isMap } from "../values/coalesce.ts";

/** What `toManifests` did: a rendered chart, a refusal, or what it threw by mistake. */
export type ConcreteAnswer = RenderedChart | ChartRefusal | Error;

/** One place where Helm and `toManifests` disagree. */
export interface Difference {
  /** "falco/templates/daemonset.yaml DaemonSet r-falco", "NOTES.txt" or "refusal". */
  readonly where: string;
  /** JSON path within the object, "spec.template.spec.containers[0].image". */
  readonly path: string;
  readonly helm: unknown;
  readonly typescript: unknown;
}

/** Stands for what one side does not have. */
export const MISSING = Symbol("missing");

/** Compares two answers to one render. @returns nothing when they agree */
export function compareAnswers(helm: RenderAnswer, typescript: ConcreteAnswer): Difference[] {
  if (typescript instanceof Error) return compareRefusals(helm, typescript);
  if (!helm.ok) return [refusal(`${helm.stage}: ${helm.error}`, "renders")];
  return [...compareObjects(helm.objects, typescript.objects), ...compareNotes(helm.notes, typescript.notes)];
}

function refusal(helm: unknown, typescript: unknown): Difference {
  return { where: "refusal", path: "", helm, typescript };
}

function compareRefusals(helm: RenderAnswer, typescript: Error): Difference[] {
  const { stage, parts } = typescript as Partial<ChartRefusal>;
  if (stage === undefined) return [refusal(helm.ok ? "renders" : helm.error, typescript.stack)];
  if (helm.ok) return [refusal("renders", typescript.message)];
  const expected = stage === "guards" ? "render" : stage;
  if (helm.stage !== expected) return [refusal(`${helm.stage}: ${helm.error}`, `${stage}: ${typescript.message}`)];
  if (stage !== "guards") return [];
  // Helm stops at the first template that fails, so it lists the problems of one chart: all of that chart.
  const named = (parts ?? []).find(({ path }) => helm.error.includes(`(${path}/templates/guards.yaml:`));
  if (named === undefined) return [refusal(helm.error, typescript.message)];
  const listed = `\n${named.problems.join("\n")}`;
  return helm.error.endsWith(listed) ? [] : [refusal(helm.error, listed)];
}

type Located = RenderedChart["objects"][number];

function compareObjects(helm: readonly Located[], typescript: readonly Located[]): Difference[] {
  const [ours, theirs] = [keyed(typescript), keyed(helm)];
  return [...new Set([...theirs.keys(), ...ours.keys()])].flatMap((where) => {
    const [a, b] = [theirs.get(where) ?? MISSING, ours.get(where) ?? MISSING];
    return compareJson(a, b, "").map((difference) => ({ where, ...difference }));
  });
}

/** Objects by template, kind and name; a second of the same name gets a number. */
function keyed(objects: readonly Located[]): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const { template, object } of objects) {
    const { kind, metadata } = object as { kind?: unknown; metadata?: { name?: unknown } };
    const key = `${template} ${String(kind)} ${String(metadata?.name)}`;
    let unique = key;
    for (let count = 2; found.has(unique); count++) unique = `${key} (${count})`;
    found.set(unique, object);
  }
  return found;
}

function compareNotes(helm: string, typescript: string): Difference[] {
  return helm.trim() === typescript.trim() ? [] : [{ where: "NOTES.txt", path: "", helm, typescript }];
}

type JsonDifference = Omit<Difference, "where">;

/** Differences of two JSON values. Annotations `checksum/…` hash each side's own text: that both have one is enough. */
export function compareJson(helm: unknown, typescript: unknown, path: string): JsonDifference[] {
  if (helm === typescript) return [];
  if (Array.isArray(helm) && Array.isArray(typescript)) {
    const longer = Math.max(helm.length, typescript.length);
    return Array.from({ length: longer }, (_, index) =>
      compareJson(at(helm, index), at(typescript, index), `${path}[${index}]`),
    ).flat();
  }
  if (isMap(helm) && isMap(typescript)) {
    return [...new Set([...Object.keys(helm), ...Object.keys(typescript)])].flatMap((key) => {
      const [a, b] = [at(helm, key), at(typescript, key)];
      const masked = path.endsWith(".annotations") && key.startsWith("checksum/") && a !== MISSING && b !== MISSING;
      return masked ? [] : compareJson(a, b, path === "" ? key : `${path}.${key}`);
    });
  }
  return [{ path, helm, typescript }];
}

function at(held: object, key: string | number): unknown {
  return Object.hasOwn(held, key) ? (held as Record<string | number, unknown>)[key] : MISSING;
}
