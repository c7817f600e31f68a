/** An argument vector: the program first, then one entry for each argument. Never joined into a shell line. */
export type Argv = readonly [program: string, ...args: string[]];

/** Options of the plugin in nx.json. Programs run in the root of the workspace; `node` means the Node that runs Nx. */
export interface NxHelmOptions {
  /** Helm. Default: what the variable HELM names, else `helm` on PATH. */
  readonly helm?: Argv;
  /** What writes a chart; gets `<marker> --out <folder>` and, for the drift check, `--check`. Default: `helm-kit synth`. */
  readonly synth?: Argv;
  /** Folder for archives, from the root of the workspace. Default: `dist/packages`. */
  readonly packages?: string;
  /**
   * Kubernetes version that `template` renders for when the command line names none. Default: 1.34.0. Helm's own default
   * depends on its release (1.20 in Helm 3.9, 1.25 in 3.10) and lies below the floor of a chart for current clusters.
   */
  readonly kubeVersion?: string;
}

export const defaultOptions: Required<NxHelmOptions> = {
  helm: ["helm"],
  synth: ["node", "node_modules/@shelltrail/helm-kit/dist/cli.js", "synth"],
  packages: "dist/packages",
  kubeVersion: "1.34.0",
};

export function withDefaults(options: NxHelmOptions = {}): Required<NxHelmOptions> {
  const unknown = Object.keys(options).filter((key) => !(key in defaultOptions));
  if (unknown.length > 0) {
    throw new Error(
      `nx.json: unknown option ${unknown.join(", ")} for the plugin @shelltrail/nx-helm; it knows ${Object.keys(defaultOptions).join(", ")}`,
    );
  }
  for (const key of ["helm", "synth"] as const) {
    const argv = options[key];
    if (argv !== undefined && (!Array.isArray(argv) || argv.length === 0)) {
      throw new Error(
        `nx.json: option ${key} of the plugin @shelltrail/nx-helm must be a list: the program, then its arguments`,
      );
    }
  }
  return { ...defaultOptions, ...options };
}
