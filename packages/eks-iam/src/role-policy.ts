import { logGroupArn } from "./arn.ts";
import { checkShipping } from "./check-shipping.ts";
import type { PolicyDocument, PolicyStatement } from "./policy-document.ts";
import type { Shipping } from "./shipping.ts";

/**
 * The least policy of the shipper's role: what Fluent Bit's cloudwatch_logs output calls, on one log group and its streams.
 *
 * It names no KMS action, whatever the group's encryption: CloudWatch Logs uses the key as itself, and the key's own policy
 * lets it (`keyPolicy`; encrypt-log-data-kms in the CloudWatch Logs user guide).
 * @throws InvalidShipping
 */
export function rolePolicy(shipping: Shipping): PolicyDocument {
  checkShipping(shipping);
  const { logGroup } = shipping;
  const group = logGroupArn(shipping);
  // Most actions on a group are authorized as GROUP:* or as a stream below it, the simulator takes GROUP
  // (iam-access-control-overview-cwl; list_amazoncloudwatchlogs in the Service Authorization Reference).
  const statements: PolicyStatement[] = [
    {
      Sid: "OneStreamForEachNode",
      Effect: "Allow",
      Action: ["logs:CreateLogStream"],
      Resource: [group, `${group}:*`],
    },
    { Sid: "SendRecords", Effect: "Allow", Action: ["logs:PutLogEvents"], Resource: [`${group}:log-stream:*`] },
  ];
  if (logGroup.madeBy === "shipper") {
    const retention = logGroup.retentionDays === undefined ? [] : ["logs:PutRetentionPolicy"];
    statements.push({
      Sid: "MakeTheLogGroup",
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", ...retention],
      Resource: [group, `${group}:*`],
    });
  }
  return { Version: "2012-10-17", Statement: statements };
}
