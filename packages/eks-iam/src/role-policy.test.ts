import { describe, expect, test } from "vitest";
import { logGroupArn } from "./arn.ts";
import { rolePolicy } from "./role-policy.ts";
import { allowed } from "./testing/evaluate-policy.ts";
import { everyShipping, shipping, textsOf } from "./testing/shippings.ts";

/** What somebody with a stolen role would try first, beside what Fluent Bit calls. */
const ACTIONS = [
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "logs:CreateLogGroup",
  "logs:PutRetentionPolicy",
  "logs:AssociateKmsKey",
  "logs:CreateExportTask",
  "logs:DeleteLogGroup",
  "logs:DeleteLogStream",
  "logs:DeleteRetentionPolicy",
  "logs:DescribeLogGroups",
  "logs:DescribeLogStreams",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "logs:PutDataProtectionPolicy",
  "logs:PutMetricFilter",
  "logs:PutResourcePolicy",
  "logs:PutSubscriptionFilter",
  "logs:StartQuery",
  "logs:TagResource",
  "logs:Unmask",
  "cloudwatch:PutMetricData",
  "ec2:DescribeTags",
  "iam:PassRole",
  "kms:Decrypt",
  "kms:GenerateDataKey",
  "s3:GetObject",
  "sts:AssumeRole",
];

/** Resources of the group, as IAM is asked about them. */
function resourcesOf(group: string) {
  return { group, stream: `${group}:log-stream:ip-10-0-0-1.eu-central-1.compute.internal` };
}

describe.each(everyShipping())("%s", (_title, shipped) => {
  const policy = rolePolicy(shipped);
  const { group, stream } = resourcesOf(logGroupArn(shipped));
  const { logGroup } = shipped;

  test("allows what Fluent Bit calls, and nothing else", () => {
    const wanted = ["logs:CreateLogStream", "logs:PutLogEvents"];
    if (logGroup.madeBy === "shipper") {
      wanted.push("logs:CreateLogGroup");
      if (logGroup.retentionDays !== undefined) wanted.push("logs:PutRetentionPolicy");
    }
    const granted = ACTIONS.filter((action) =>
      [group, stream].some((resource) => allowed(policy, { action, resource })),
    );
    expect(granted).toEqual(wanted);
  });

  test("allows each action on what it is about", () => {
    expect(allowed(policy, { action: "logs:PutLogEvents", resource: stream })).toBe(true);
    // IAM asks about the stream to be, a policy simulator about the group.
    expect(allowed(policy, { action: "logs:CreateLogStream", resource: stream })).toBe(true);
    expect(allowed(policy, { action: "logs:CreateLogStream", resource: group })).toBe(true);
    const makes = logGroup.madeBy === "shipper";
    expect(allowed(policy, { action: "logs:CreateLogGroup", resource: `${group}:log-stream:` })).toBe(makes);
  });

  test.each([
    ["another group", (arn: string) => arn.replace("/audit/shells", "/audit/other")],
    ["a group whose name goes on", (arn: string) => arn.replace("/audit/shells", "/audit/shells-2")],
    ["a group below", (arn: string) => arn.replace("/audit/shells", "/audit/shells/more")],
    ["another region", (arn: string) => arn.replace(shipped.region, "eu-west-9")],
    ["another account", (arn: string) => arn.replace("012345678901", "999999999999")],
    ["another partition", (arn: string) => arn.replace(/^arn:[^:]+/, "arn:aws-iso")],
  ])("allows nothing on %s", (_what, elsewhere) => {
    for (const action of ACTIONS) {
      for (const resource of [elsewhere(group), elsewhere(stream), elsewhere(`${group}:*`)]) {
        expect(allowed(policy, { action, resource }), `${action} on ${resource}`).toBe(false);
      }
    }
  });
});

test("a key takes no action from and gives no action to the role", () => {
  const plain = shipping("aws", { logGroup: { name: "/audit/shells", madeBy: "stack" } });
  const encrypted = shipping("aws", { logGroup: { name: "/audit/shells", madeBy: "stack", kms: true } });
  expect(rolePolicy(encrypted)).toEqual(rolePolicy(plain));
  expect(textsOf(rolePolicy(encrypted)).filter((text) => text.startsWith("kms:"))).toEqual([]);
});
