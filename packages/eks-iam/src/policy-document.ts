/** A policy as IAM and KMS read it: reference_policies_grammar in the IAM user guide. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal?: { readonly [kind in "AWS" | "Service" | "Federated"]?: string };
  readonly Action: readonly string[];
  /** Absent in a trust policy, which is about the role that carries it. */
  readonly Resource?: readonly string[];
  /** Operator to key to value, `{ StringEquals: { "aws:PrincipalAccount": "012345678901" } }`. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
