import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readValues } from "@shelltrail/helm-kit";

/** Root of the workspace. */
export const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));

export interface Example {
  readonly name: string;
  /** Path of its values file. */
  readonly file: string;
  readonly values: object;
}

/** The folders of examples/, by name. */
export function examples(): Example[] {
  return readdirSync(join(ROOT, "examples"))
    .sort()
    .map((name) => {
      const file = join(ROOT, "examples", name, "values.yaml");
      return { name, file, values: readValues([file]) };
    });
}
