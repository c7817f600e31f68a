import { load } from "js-yaml";

export interface PrintedObject {
  /** "shelltrail/charts/falco/templates/daemonset.yaml" */
  readonly template: string;
  readonly object: Record<string, unknown>;
}

/** The objects in what `helm template` prints, each with the template named above it; documents without content are left out. */
export function objectsOf(stdout: string): PrintedObject[] {
  return stdout
    .split(/^---$/m)
    .filter((text) => /^[^#\s]/m.test(text))
    .map((text) => ({
      template: /^# Source: (.*)$/m.exec(text)?.[1] ?? "",
      object: load(text) as Record<string, unknown>,
    }));
}
