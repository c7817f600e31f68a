import { logGroupArn } from "./arn.ts";
import { checkShipping } from "./check-shipping.ts";
import { DNS_SUFFIX } from "./partition.ts";
import type { PolicyDocument } from "./policy-document.ts";
import type { Shipping } from "./shipping.ts";

/** What CloudWatch Logs does with a key (encrypt-log-data-kms in its user guide). */
const USE = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];

/**
 * Policy of the key that encrypts the log group, and no other one: CloudWatch Logs names the group's ARN in the encryption
 * context of each use.
 *
 * CloudWatch Logs uses the key as itself. The page says too that it may call KMS in the name of whoever calls it
 * (kms:ViaService) and that key policy or IAM has to allow that: here it is the key policy, so that neither the shipper's
 * role nor a reader's needs a KMS action, which would be of use outside of CloudWatch Logs as well.
 * @throws InvalidShipping
 */
export function keyPolicy(shipping: Shipping): PolicyDocument {
  checkShipping(shipping);
  const { partition, region, accountId } = shipping;
  const logs = `logs.${region}.${DNS_SUFFIX[partition]}`;
  const ofThisGroup = { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": logGroupArn(shipping) } };
  // In a key policy "*" is the key that carries it.
  const Resource = ["*"];
  return {
    Version: "2012-10-17",
    Statement: [
      {
        // Without it nobody could change the key any more: key-policy-default in the KMS developer guide.
        Sid: "AdministrationByTheAccount",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Action: ["kms:*"],
        Resource,
      },
      {
        Sid: "CloudWatchLogs",
        Effect: "Allow",
        Principal: { Service: logs },
        Action: USE,
        Resource,
        Condition: ofThisGroup,
      },
      {
        Sid: "CallersOfCloudWatchLogs",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: USE,
        Resource,
        Condition: { ...ofThisGroup, StringEquals: { "kms:CallerAccount": accountId, "kms:ViaService": logs } },
      },
    ],
  };
}
