import { gzipSync } from "node:zlib";
import { type HelmBinary, helm } from "@shelltrail/helm-engines";

/** A Secret's data, https://kubernetes.io/docs/concepts/configuration/secret/#restriction-data-size. */
export const SECRET_LIMIT = 1024 * 1024;

/**
 * Bytes that a release takes in the Secret that Helm keeps it in: its JSON, gzipped at the best level, in base64
 * (encodeRelease in Helm's pkg/storage/driver/util.go).
 */
export async function releaseSecretBytes(engine: HelmBinary, chart: string, values: string): Promise<number> {
  const args = ["install", "shelltrail", chart, "--values", values, "--dry-run=client", "--output", "json"];
  const { exitCode, stdout, stderr } = await helm(engine, args);
  if (exitCode !== 0) throw new Error(`helm install --dry-run failed: ${stderr}`);
  return gzipSync(stdout, { level: 9 }).toString("base64").length;
}
