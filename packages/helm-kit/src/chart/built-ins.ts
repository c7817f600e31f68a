import { Expression } from "../expression/expression.ts";

function builtIn(root: "Release" | "Chart" | "Capabilities", ...path: string[]): Expression<string> {
  return new Expression({ kind: "reference", root, path, type: "text", absent: false, multiline: false });
}

/** Helm's `.Release`. */
export const release = {
  name: builtIn("Release", "Name"),
  namespace: builtIn("Release", "Namespace"),
  service: builtIn("Release", "Service"),
};

/** Helm's `.Chart`, of the chart whose template reads it. */
export const chartInfo = {
  name: builtIn("Chart", "Name"),
  version: builtIn("Chart", "Version"),
  appVersion: builtIn("Chart", "AppVersion"),
};

/** Helm's `.Capabilities`. */
export const capabilities = {
  /** "v1.34.4" */
  kubeVersion: builtIn("Capabilities", "KubeVersion", "Version"),
};
