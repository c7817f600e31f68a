import { join } from "node:path";
import { goTool } from "./go-tool.ts";
import { kubernetesSchemas } from "./kubernetes-schemas.ts";
import { runProcess } from "./run-process.ts";

export interface ManifestValidity {
  kind: string;
  name: string;
  /** `error`: it could not be judged, for want of a schema or because it does not parse. */
  status: "valid" | "invalid" | "error" | "skipped";
  /** What is wrong and where; empty when nothing is. */
  message: string;
}

/**
 * Judges manifests (YAML documents) by Kubernetes' own schemas, strictly: unknown fields and duplicate keys are invalid.
 * @param options.kubernetesVersion three numbers, such as `1.34.4`
 * @param options.skip kinds without a schema here, such as `ServiceMonitor`; they come back as `skipped`
 * @throws when kubeconform or the schemas cannot be had, or when kubeconform's answer is not understood.
 */
export async function validateManifests(
  yamlText: string,
  options: { kubernetesVersion: string; skip?: readonly string[] },
): Promise<ManifestValidity[]> {
  const { path } = await goTool("kubeconform");
  const schemas = await kubernetesSchemas(options.kubernetesVersion);
  const skip = options.skip?.length ? ["-skip", options.skip.join(",")] : [];
  const location = join(schemas, "{{ .ResourceKind }}{{ .KindSuffix }}.json");
  // One at a time: otherwise the answers come in any order.
  const args = ["-n", "1", "-strict", "-verbose", "-output", "json", ...skip, "-schema-location", location, "-"];
  const result = await runProcess(path, args, { input: yamlText });
  return parseKubeconform(result.stdout, result.stderr);
}

/** Reads what `kubeconform -verbose -output json` prints. */
export function parseKubeconform(stdout: string, stderr = ""): ManifestValidity[] {
  let report: { resources?: { kind: string; name: string; status: string; msg: string }[] | null };
  try {
    report = JSON.parse(stdout);
  } catch (cause) {
    throw new Error(`kubeconform printed no JSON: ${(stderr || stdout).trim()}`, { cause });
  }
  return (
    (report.resources ?? [])
      // Documents without content have no status.
      .filter(({ status }) => status !== "")
      .map(({ kind, name, status, msg }) => ({ kind, name, status: parseStatus(status), message: readable(msg) }))
  );
}

function parseStatus(text: string): ManifestValidity["status"] {
  switch (text) {
    case "statusValid":
      return "valid";
    case "statusInvalid":
      return "invalid";
    case "statusError":
      return "error";
    case "statusSkipped":
      return "skipped";
    default:
      throw new Error(`kubeconform printed the unknown status "${text}"`);
  }
}

/** `at '/spec/ports/0/port': got string, want integer`, one after the other, without the schema's file and the levels above. */
function readable(message: string): string {
  const [, list] = /jsonschema validation failed with '[^']*'\s+-\s+(at .*)$/s.exec(message) ?? [];
  return list === undefined
    ? message
    : list
        .split(/\s+-\s+(?=at ')/)
        .filter((item) => !item.endsWith(": validation failed"))
        .join("; ");
}
