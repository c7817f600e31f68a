import { describe, expect, test } from "vitest";
import { keyPolicy } from "./key-policy.ts";
import { allowed } from "./testing/evaluate-policy.ts";
import { PARTITIONS, REGIONS, shipping } from "./testing/shippings.ts";

const SERVICES = {
  aws: "logs.eu-central-1.amazonaws.com",
  "aws-cn": "logs.cn-north-1.amazonaws.com.cn",
  "aws-us-gov": "logs.us-gov-west-1.amazonaws.com",
};

describe.each(PARTITIONS)("%s", (partition) => {
  const policy = keyPolicy(shipping(partition));
  const group = `arn:${partition}:logs:${REGIONS[partition]}:012345678901:log-group:/audit/shells`;
  const resource = `arn:${partition}:kms:${REGIONS[partition]}:012345678901:key/1`;
  const inGroup = { "kms:EncryptionContext:aws:logs:arn": group };
  const service = { principal: SERVICES[partition], resource, context: inGroup };
  const caller = {
    principal: `arn:${partition}:iam::012345678901:role/reader`,
    resource,
    context: { ...inGroup, "kms:CallerAccount": "012345678901", "kms:ViaService": SERVICES[partition] },
  };
  const uses = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey"];

  test.each(uses)("lets CloudWatch Logs %s for the group, as itself and for its callers", (action) => {
    expect(allowed(policy, { ...service, action })).toBe(true);
    expect(allowed(policy, { ...caller, action })).toBe(true);
  });

  test.each([
    ["another group", { "kms:EncryptionContext:aws:logs:arn": `${group}-2` }],
    ["a group below", { "kms:EncryptionContext:aws:logs:arn": `${group}/more` }],
    ["no group", { "kms:EncryptionContext:aws:logs:arn": "" }],
  ])("lets nobody use it for %s", (_what, context) => {
    for (const action of uses) {
      expect(allowed(policy, { ...service, action, context })).toBe(false);
      expect(allowed(policy, { ...caller, action, context: { ...caller.context, ...context } })).toBe(false);
    }
  });

  test.each([
    ["directly", { "kms:CallerAccount": "012345678901" }],
    [
      "through another service",
      { "kms:ViaService": "s3.eu-central-1.amazonaws.com", "kms:CallerAccount": "012345678901" },
    ],
    ["from another account", { "kms:ViaService": SERVICES[partition], "kms:CallerAccount": "999999999999" }],
  ])("lets nobody use it %s", (_what, context) => {
    expect(allowed(policy, { ...caller, action: "kms:Decrypt", context: { ...inGroup, ...context } })).toBe(false);
  });

  test("is administered by its account, not by CloudWatch Logs", () => {
    const root = { principal: `arn:${partition}:iam::012345678901:root`, resource };
    for (const action of ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:CreateGrant"]) {
      expect(allowed(policy, { ...root, action })).toBe(true);
      expect(allowed(policy, { ...service, action })).toBe(false);
      expect(allowed(policy, { ...caller, action })).toBe(false);
    }
  });
});
