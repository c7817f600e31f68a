import { describe, expect, test } from "vitest";
import { parseArn } from "./arn.ts";
import { keyPolicy } from "./key-policy.ts";
import { rolePolicy } from "./role-policy.ts";
import { stack } from "./stack.ts";
import { everyShipping, identitiesOf, PARTITIONS, shipping, textsOf, topicOf } from "./testing/shippings.ts";
import { trustPolicy } from "./trust-policy.ts";

const typesOf = (shipped: Parameters<typeof stack>[0]) =>
  Object.values(stack(shipped).Resources)
    .map(({ Type }) => Type.replace("AWS::", ""))
    .sort();

describe.each(everyShipping())("%s", (_title, shipped) => {
  const { logGroup, identity } = shipped;
  const template = stack(shipped);

  test("holds what is needed and nothing else", () => {
    const expected = [
      ...(logGroup.madeBy === "stack" ? ["Logs::LogGroup"] : []),
      ...(logGroup.madeBy === "stack" && logGroup.kms ? ["KMS::Key"] : []),
      ...(identity.type === "podIdentity" ? ["EKS::PodIdentityAssociation", "IAM::Role"] : []),
      ...(identity.type === "irsa" ? ["IAM::Role"] : []),
      ...(identity.type === "nodeRole" || identity.type === "secret" ? ["IAM::ManagedPolicy"] : []),
    ];
    expect(typesOf(shipped)).toEqual(expected.sort());
  });

  test("gives the policy to the pods alone", () => {
    const { Role, Policy } = template.Resources;
    if (identity.type === "irsa" || identity.type === "podIdentity") {
      expect(Role?.Properties.AssumeRolePolicyDocument).toEqual(trustPolicy(shipped));
      expect(Role?.Properties.Policies).toEqual([{ PolicyName: "ship-records", PolicyDocument: rolePolicy(shipped) }]);
      expect(Role?.Properties).not.toHaveProperty("ManagedPolicyArns");
    } else {
      expect(Policy?.Properties.PolicyDocument).toEqual(rolePolicy(shipped));
    }
  });

  test("writes ARNs that parse", () => {
    const arns = textsOf(template).filter((text) => text.startsWith("arn:"));
    expect(arns.length).toBeGreaterThan(1);
    for (const arn of arns) expect(parseArn(arn), arn).toMatchObject({ partition: shipped.partition });
  });
});

test("the log group has retention, class, key and masking as asked, and outlives the stack", () => {
  const logGroup = {
    name: "/audit/shells",
    madeBy: "stack",
    retentionDays: 365,
    kms: true,
    dataProtection: true,
  } as const;
  const shipped = shipping("aws", { logGroup });
  const { LogGroup, Key } = stack(shipped).Resources;
  expect(LogGroup).toMatchObject({
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: {
      LogGroupName: "/audit/shells",
      LogGroupClass: "STANDARD",
      RetentionInDays: 365,
      KmsKeyId: { "Fn::GetAtt": ["Key", "Arn"] },
    },
  });
  expect(Key).toMatchObject({
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: { EnableKeyRotation: true, KeyPolicy: keyPolicy(shipped) },
  });
  const plain = stack(shipping("aws", { logGroup: { name: "/x", madeBy: "stack", class: "INFREQUENT_ACCESS" } }));
  expect(plain.Resources.LogGroup?.Properties).toEqual({ LogGroupName: "/x", LogGroupClass: "INFREQUENT_ACCESS" });
});

test.each(PARTITIONS)(
  "masking in %s counts and masks the same secrets, with identifiers of the partition",
  (partition) => {
    const logGroup = { name: "/x", madeBy: "stack", dataProtection: true } as const;
    const { LogGroup } = stack(shipping(partition, { logGroup })).Resources;
    const policy = LogGroup?.Properties.DataProtectionPolicy as { Statement: Record<string, unknown>[] };
    expect(policy.Statement.map(({ Operation }) => Operation)).toEqual([
      { Audit: { FindingsDestination: {} } },
      { Deidentify: { MaskConfig: {} } },
    ]);
    const [count, mask] = policy.Statement;
    expect(count?.DataIdentifier).toEqual(mask?.DataIdentifier);
    expect(count?.DataIdentifier).toContain(`arn:${partition}:dataprotection::aws:data-identifier/AwsSecretKey`);
  },
);

test("the role of irsa has the path and the name that the values promise to the pods", () => {
  const roleOf = (roleArn: string) =>
    stack(shipping("aws", { identity: { ...identitiesOf("aws")[0], type: "irsa", roleArn } })).Resources.Role
      ?.Properties;
  expect(roleOf("arn:aws:iam::012345678901:role/eks/audit/shipper")).toMatchObject({
    Path: "/eks/audit/",
    RoleName: "shipper",
  });
  expect(roleOf("arn:aws:iam::012345678901:role/shipper")).toMatchObject({ Path: "/", RoleName: "shipper" });
});

test("the association hands the role of the stack to the ServiceAccount", () => {
  expect(stack(shipping("aws")).Resources.PodIdentityAssociation?.Properties).toEqual({
    ClusterName: "prod-blue",
    Namespace: "shelltrail",
    ServiceAccount: "shipper",
    RoleArn: { "Fn::GetAtt": ["Role", "Arn"] },
  });
});

test("alarms come with the metric filters they look at, on the group of the stack", () => {
  const shipped = shipping("aws", { alarms: { topicArn: topicOf("aws"), heartbeatSeconds: 300, nodes: 3 } });
  expect(typesOf(shipped).filter((type) => type === "CloudWatch::Alarm")).toHaveLength(4);
  const filters = Object.values(stack(shipped).Resources).filter(({ Type }) => Type === "AWS::Logs::MetricFilter");
  expect(filters).toHaveLength(3);
  for (const { Properties } of filters) expect(Properties.LogGroupName).toEqual({ Ref: "LogGroup" });
});

test("the outputs name what others need", () => {
  expect(Object.keys(stack(shipping("aws", { logGroup: { name: "/x", madeBy: "stack", kms: true } })).Outputs)).toEqual(
    ["LogGroupName", "RoleArn", "KeyArn"],
  );
  expect(Object.keys(stack(shipping("aws", { identity: { type: "nodeRole" } })).Outputs)).toEqual([
    "LogGroupName",
    "PolicyArn",
  ]);
});
