import { goTool } from "./go-tool.ts";
import { runProcess } from "./run-process.ts";

/** Something that kube-score holds against an object. */
export interface ScoreFinding {
  /** Kind, API version, namespace and name, as kube-score writes them: `DaemonSet/apps/v1/monitoring/falco`. */
  object: string;
  /** The check's id, such as `container-security-context-privileged`. */
  check: string;
  grade: "critical" | "warning";
  /** Where in the object, often a container's name; may be empty. */
  path: string;
  summary: string;
}

/**
 * Judges manifests (YAML documents) by kube-score's default checks. Notes in the manifests that switch checks off count.
 * @param options.kubernetesVersion such as `1.34.4`; decides which API versions are deprecated
 * @throws when kube-score cannot be had, or refuses the manifests; the message is kube-score's.
 */
export async function scoreManifests(
  yamlText: string,
  options: { kubernetesVersion?: string } = {},
): Promise<ScoreFinding[]> {
  const { path } = await goTool("kube-score");
  const version = options.kubernetesVersion?.match(/^v?(\d+\.\d+)/)?.[1];
  const kubernetes = version ? ["--kubernetes-version", `v${version}`] : [];
  const args = ["score", "--output-format", "json", ...kubernetes, "-"];
  const result = await runProcess(path, args, { input: yamlText });
  return parseKubeScore(result.stdout, result.stderr);
}

interface ScoredObject {
  object_name: string;
  checks: {
    check: { id: string };
    grade: number;
    skipped: boolean;
    comments: { path: string; summary: string }[] | null;
  }[];
}

// kube-score's grades (scorecard/enum.go): 1 critical, 5 warning, 7 almost right, 10 right.
const grades = new Map<number, ScoreFinding["grade"]>([
  [1, "critical"],
  [5, "warning"],
]);

/** Reads what `kube-score score --output-format json` (version 2) prints. */
export function parseKubeScore(stdout: string, stderr = ""): ScoreFinding[] {
  let objects: ScoredObject[];
  try {
    objects = JSON.parse(stdout) ?? [];
  } catch (cause) {
    throw new Error(`kube-score refused the manifests: ${(stderr || stdout).trim()}`, { cause });
  }
  const findings: ScoreFinding[] = [];
  for (const { object_name: object, checks } of objects) {
    // kube-score runs its checks in the order of a Go map.
    for (const { check, grade: number, skipped, comments } of checks.toSorted((a, b) =>
      compare(a.check.id, b.check.id),
    )) {
      const grade = grades.get(number);
      if (grade && !skipped) {
        for (const { path, summary } of comments ?? [{ path: "", summary: "" }]) {
          findings.push({ object, check: check.id, grade, path, summary });
        }
      }
    }
  }
  return findings;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
