/** Where a credential came from. */
export type CredentialSource = "static" | "web-identity" | "pod-identity";

/** A key that signs requests, and who signs with it. */
export interface Credential {
  accessKeyId: string;
  secretAccessKey: string;
  /** Absent for the long-lived keys of a user. */
  sessionToken?: string | undefined;
  /** Milliseconds since 1970-01-01 UTC; 0 for a key that was there before the emulator. */
  issuedAt: number;
  /** Milliseconds since 1970-01-01 UTC; absent when it never expires. */
  expiration?: number | undefined;
  /** The principal, such as `arn:aws:sts::111122223333:assumed-role/shelltrail/session`. */
  arn: string;
  /** The role that was assumed; absent for a user. */
  roleArn?: string | undefined;
  source: CredentialSource;
}

/** A key that the emulator knows from the start. */
export interface StaticCredential {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** When it expires; never by default. */
  expiration?: Date;
  /** The principal. Default: `arn:aws:iam::ACCOUNT:user/ACCESS_KEY_ID`. */
  arn?: string;
  /** What it may do; everything when absent. */
  policy?: PolicyDocument;
}

/** An identity policy, as IAM takes it. */
export interface PolicyDocument {
  Version?: string;
  Statement: PolicyStatement | readonly PolicyStatement[];
}

export interface PolicyStatement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Action?: string | readonly string[];
  NotAction?: string | readonly string[];
  Resource?: string | readonly string[];
  NotResource?: string | readonly string[];
  /** Operator to key to values. Operators: StringEquals, StringNotEquals, StringLike, StringNotLike, each also with `IfExists`. */
  Condition?: PolicyCondition;
}

export type PolicyCondition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Who may assume a role, as IAM takes it. */
export interface TrustDocument {
  Version?: string;
  Statement: TrustStatement | readonly TrustStatement[];
}

export interface TrustStatement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal: { Federated?: string | readonly string[]; Service?: string | readonly string[] };
  Action: string | readonly string[];
  Condition?: PolicyCondition;
}

/** A role that can be assumed. */
export interface Role {
  arn: string;
  /** What its sessions may do; everything when absent. */
  policy?: PolicyDocument;
  /** Who may assume it; anyone with a valid token when absent. */
  trust?: TrustDocument;
}
