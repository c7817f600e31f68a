import { Expression } from "../expression/expression.ts";

/**
 * SHA-256 of another template's rendered text. As a pod annotation named `checksum/…` it rolls the pods when that
 * template changes. The two backends hash different texts, so the proof masks annotations of that prefix.
 * @param file below templates/, "configmap.yaml"
 */
export function checksumOf(file: string): Expression<string> {
  return new Expression({ kind: "checksum", template: file });
}
