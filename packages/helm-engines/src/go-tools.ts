/** One program that this package builds from Go modules. */
export interface GoTool {
  /** What a person calls it. */
  title: string;
  version: string;
  /** The module under `go/` that pins every dependency. */
  module: string;
  /** What to build, as `go build` names it. */
  package: string;
  /** Folders under `go/` whose source files go into the program, besides the module's go.mod and go.sum. */
  sources: readonly string[];
  /** Variables set at link time, import path to value. */
  variables: Readonly<Record<string, string>>;
}

export type GoToolName = keyof typeof goTools;

// `go build` of a dependency leaves Helm's version at "v3.22"; Helm's own Makefile sets it this way. The Kubernetes version is
// the default of .Capabilities.KubeVersion: that of client-go in Helm's go.mod (v0.37 is Kubernetes 1.37). Helm 4 reads it from
// the build itself.
const helm3Variables = {
  "helm.sh/helm/v3/internal/version.version": "v3.22.0",
  "helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor": "1",
  "helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor": "37",
  "helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor": "1",
  "helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor": "37",
};
const helm4Variables = { "helm.sh/helm/v4/internal/version.version": "v4.3.1" };

/**
 * Every Go tool. A renderer shares the module of the Helm it stands for, so both link the same version of every dependency.
 * A version here and in the module's go.mod must agree; a test compares them.
 */
export const goTools = {
  helm3: {
    title: "helm",
    version: "3.22.0",
    module: "helm3",
    package: "helm.sh/helm/v3/cmd/helm",
    sources: [],
    variables: helm3Variables,
  },
  helm4: {
    title: "helm",
    version: "4.3.1",
    module: "helm4",
    package: "helm.sh/helm/v4/cmd/helm",
    sources: [],
    variables: helm4Variables,
  },
  renderer3: {
    title: "batch renderer of helm",
    version: "3.22.0",
    module: "helm3",
    package: "./renderer",
    sources: ["helm3/renderer", "protocol"],
    variables: helm3Variables,
  },
  renderer4: {
    title: "batch renderer of helm",
    version: "4.3.1",
    module: "helm4",
    package: "./renderer",
    sources: ["helm4/renderer", "protocol"],
    variables: helm4Variables,
  },
  kubeconform: {
    title: "kubeconform",
    version: "0.8.0",
    module: "kubeconform",
    package: "github.com/yannh/kubeconform/cmd/kubeconform",
    sources: [],
    variables: { "main.version": "v0.8.0" },
  },
  "kube-score": {
    title: "kube-score",
    version: "1.20.0",
    module: "kube-score",
    package: "github.com/zegl/kube-score/cmd/kube-score",
    sources: [],
    variables: { "main.version": "1.20.0" },
  },
} as const satisfies Record<string, GoTool>;

/** The arguments after `go` that build a tool into `output`, to be run in the tool's module folder. */
export function buildArguments(tool: GoTool, output: string): string[] {
  const variables = Object.entries(tool.variables).flatMap(([name, value]) => ["-X", `${name}=${value}`]);
  return [
    "build",
    "-trimpath",
    // The sources lie in this repository, whose state must not end up in the program.
    "-buildvcs=false",
    "-mod=readonly",
    "-ldflags",
    // No symbol table and no DWARF, as Helm's releases: a third smaller.
    ["-s", "-w", ...variables].join(" "),
    "-o",
    output,
    tool.package,
  ];
}
