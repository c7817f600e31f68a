import { type HelmBinary, helm, validateManifests } from "@shelltrail/helm-engines";
import { ASSUMED_KUBERNETES, type HelmChart, toManifests } from "@shelltrail/helm-kit";
import { compareAnswers, formatDifference } from "@shelltrail/helm-kit/proof";
import type { Example } from "./examples.ts";
import { objectsOf } from "./helm-output.ts";
import { identityOf, imagesOf } from "./summary.ts";

export interface RenderedExample {
  readonly example: string;
  readonly helm: string;
  readonly resources: number;
  readonly images: readonly string[];
  readonly identity: string;
  /** Where Helm and the TypeScript backend differ; empty when they are equal. */
  readonly differences: readonly string[];
  /** What Kubernetes' own schemas hold against it; undefined when nothing could judge. */
  readonly invalid: readonly string[] | undefined;
  readonly helmMs: number;
  readonly typescriptMs: number;
}

const RELEASE = { name: "shelltrail", namespace: "shelltrail" };

/**
 * Renders an example with Helm and with `toManifests`, compares the objects and has them judged.
 * @param archive the packaged chart, or its folder
 * @param judge whether kubeconform can be had
 * @throws Error with Helm's message when it refuses the example
 */
export async function renderExample(
  engine: HelmBinary,
  archive: string,
  chart: HelmChart,
  example: Example,
  judge: boolean,
): Promise<RenderedExample> {
  const started = performance.now();
  const args = ["template", RELEASE.name, archive, "--namespace", RELEASE.namespace, "--values", example.file];
  const { exitCode, stdout, stderr } = await helm(engine, [...args, "--kube-version", ASSUMED_KUBERNETES]);
  const helmMs = performance.now() - started;
  if (exitCode !== 0) throw new Error(`helm template refuses examples/${example.name}/values.yaml: ${stderr.trim()}`);
  const objects = objectsOf(stdout);

  const typescriptStarted = performance.now();
  const ours = toManifests(chart, { values: example.values, release: RELEASE });
  const typescriptMs = performance.now() - typescriptStarted;

  // `helm template` does not print the notes.
  const answer = { ok: true as const, objects: [...objects], notes: ours.notes };
  const differences = compareAnswers(answer, ours).map((difference) => formatDifference(difference).join("\n"));
  const verdicts = judge
    ? await validateManifests(stdout, { kubernetesVersion: ASSUMED_KUBERNETES.slice(1) })
    : undefined;
  return {
    example: example.name,
    helm: engine.version,
    resources: objects.length,
    images: imagesOf(objects),
    identity: identityOf(objects),
    differences,
    invalid: verdicts
      ?.filter(({ status }) => status !== "valid")
      .map(({ kind, name, status, message }) => `${kind} ${name}: ${status}: ${message}`),
    helmMs,
    typescriptMs,
  };
}
