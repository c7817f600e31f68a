/** arn:PARTITION:… */
export type Partition = "aws" | "aws-cn" | "aws-us-gov";

/** Which cluster ships, as whom, and where to. Everything that this package makes is a function of it. */
export interface Shipping {
  readonly partition: Partition;
  /** Region of the cluster and of its log group, "eu-central-1". */
  readonly region: string;
  /** Account of the role and of the log group, 12 digits. */
  readonly accountId: string;
  readonly clusterName: string;
  /** The ServiceAccount of the shipper's pods. */
  readonly serviceAccount: { readonly namespace: string; readonly name: string };
  readonly identity: Identity;
  readonly logGroup: LogGroup;
  readonly alarms?: Alarms;
}

/** How the shipper gets AWS credentials: a role of its own, or one that others made. */
export type Identity =
  | {
      readonly type: "irsa";
      /** ARN of the cluster's OIDC provider in IAM, or the issuer's URL. Trust needs it, the policy does not. */
      readonly oidcProvider?: string;
      /** Path and name that the role shall have; CloudFormation names it when absent. */
      readonly roleArn?: string;
    }
  | { readonly type: "podIdentity" }
  | { readonly type: "nodeRole" }
  | { readonly type: "secret" };

export type LogGroup = StackLogGroup | ShipperLogGroup;

/** The better choice: the shipper needs two actions less, and class, key and masking can be had. */
export interface StackLogGroup {
  readonly name: string;
  readonly madeBy: "stack";
  /** One of `RETENTION_DAYS`; records are kept for ever when absent. */
  readonly retentionDays?: number;
  /** STANDARD when absent. It cannot be changed later. */
  readonly class?: LogGroupClass;
  /** Encrypt with a key of its own. */
  readonly kms?: boolean;
  /** Mask secrets in command lines for everybody without logs:Unmask. */
  readonly dataProtection?: boolean;
}

/** Fluent Bit with `auto_create_group`: it can set the retention and nothing else. */
export interface ShipperLogGroup {
  readonly name: string;
  readonly madeBy: "shipper";
  /** One of `RETENTION_DAYS`; the shipper sets none when absent. */
  readonly retentionDays?: number;
}

export type LogGroupClass = "STANDARD" | "INFREQUENT_ACCESS";

export interface Alarms {
  /** SNS topic that hears of an alarm and of its end. */
  readonly topicArn: string;
  /** Seconds between two heartbeats of a node: Falco's `metrics.interval`. */
  readonly heartbeatSeconds: number;
  /** The least number of nodes that must be heard. Without it, only the silence of all of them is noticed. */
  readonly nodes?: number;
}

/** What PutRetentionPolicy takes: API_PutRetentionPolicy in the CloudWatch Logs API reference. */
export const RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
