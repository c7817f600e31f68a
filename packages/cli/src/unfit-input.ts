/** One thing that is wrong with what the user gave. */
export interface InputProblem {
  /** A values path, "global.cluster.accountId", or an option, "--oidc-provider". */
  readonly where: string;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** What the user gave does not do: everything that is wrong, by where the user wrote it or has to. */
export class UnfitInput extends Error {
  readonly problems: readonly InputProblem[];
  constructor(problems: readonly InputProblem[]) {
    const lines = problems.map(({ where, message }) => `${where} ${message}`);
    super(
      lines.length === 1 ? `${lines[0]}` : ["this cannot be made:", ...lines.map((line) => `- ${line}`)].join("\n"),
    );
    this.name = "UnfitInput";
    this.problems = problems;
  }

  /** Whether another command line would do, with the same values. */
  get isUsage(): boolean {
    return this.problems.every(({ where }) => where.startsWith("--"));
  }
}
