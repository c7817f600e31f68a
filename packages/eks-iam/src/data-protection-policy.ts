import type { Partition } from "./shipping.ts";

/**
 * Secrets among the managed data identifiers (CWL-managed-data-identifiers in the CloudWatch Logs user guide, "Credentials").
 * AwsSecretKey is found only near a word such as aws_secret_access_key.
 */
const SECRETS = ["AwsSecretKey", "OpenSshPrivateKey", "PgpPrivateKey", "PkcsPrivateKey", "PuttyPrivateKey"];

/** Policy language of data protection: cloudwatch-logs-data-protection-policies in the CloudWatch Logs user guide. */
export interface DataProtectionPolicy {
  readonly Name: string;
  readonly Description: string;
  readonly Version: "2021-06-01";
  readonly Statement: readonly {
    readonly Sid: string;
    readonly DataIdentifier: readonly string[];
    readonly Operation:
      | { readonly Audit: { readonly FindingsDestination: Readonly<Record<string, never>> } }
      | { readonly Deidentify: { readonly MaskConfig: Readonly<Record<string, never>> } };
  }[];
}

/**
 * Counts and masks secrets in what is recorded from now on. Who has logs:Unmask still reads them. CloudWatch Logs wants
 * exactly one audit statement and the same identifiers in both.
 */
export function dataProtectionPolicy(partition: Partition): DataProtectionPolicy {
  const DataIdentifier = SECRETS.map((name) => `arn:${partition}:dataprotection::aws:data-identifier/${name}`);
  return {
    Name: "shelltrail-secrets",
    Description: "Masks access keys and private keys in command lines",
    Version: "2021-06-01",
    Statement: [
      { Sid: "Count", DataIdentifier, Operation: { Audit: { FindingsDestination: {} } } },
      { Sid: "Mask", DataIdentifier, Operation: { Deidentify: { MaskConfig: {} } } },
    ],
  };
}
