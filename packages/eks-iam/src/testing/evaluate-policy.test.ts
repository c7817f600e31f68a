import { expect, test } from "vitest";
import type { PolicyDocument, PolicyStatement } from "../policy-document.ts";
import { allowed } from "./evaluate-policy.ts";

const policy = (statement: Partial<PolicyStatement>): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "S", Effect: "Allow", Action: ["s3:Get*"], ...statement }],
});

// The judge of the other tests must itself be able to say both.
test.each<[string, Partial<PolicyStatement>, Parameters<typeof allowed>[1], boolean]>([
  ["an action by wildcard", { Resource: ["a"] }, { action: "s3:GetObject", resource: "a" }, true],
  ["an action in other case", { Resource: ["a"] }, { action: "S3:getobject", resource: "a" }, true],
  ["another action", { Resource: ["a"] }, { action: "s3:PutObject", resource: "a" }, false],
  ["a dot is a dot", { Resource: ["a.b"] }, { action: "s3:Get", resource: "axb" }, false],
  ["one character", { Resource: ["a?"] }, { action: "s3:Get", resource: "ab" }, true],
  ["one character, not two", { Resource: ["a?"] }, { action: "s3:Get", resource: "abc" }, false],
  ["a prefix is not enough", { Resource: ["a"] }, { action: "s3:Get", resource: "ab" }, false],
  ["no resource asked", { Resource: ["*"] }, { action: "s3:Get" }, false],
  ["the principal", { Principal: { AWS: "me" } }, { action: "s3:Get", principal: "me" }, true],
  ["another principal", { Principal: { AWS: "me" } }, { action: "s3:Get", principal: "you" }, false],
  ["any principal", { Principal: { AWS: "*" } }, { action: "s3:Get", principal: "you" }, true],
  [
    "a condition that holds",
    { Condition: { StringEquals: { k: "v" }, ArnEquals: { a: "arn:*" } } },
    { action: "s3:Get", context: { k: "v", a: "arn:x" } },
    true,
  ],
  [
    "one of two conditions",
    { Condition: { StringEquals: { k: "v", l: "w" } } },
    { action: "s3:Get", context: { k: "v", l: "x" } },
    false,
  ],
  ["a missing key", { Condition: { StringEquals: { k: "v" } } }, { action: "s3:Get" }, false],
  [
    "StringEquals knows no wildcard",
    { Condition: { StringEquals: { k: "*" } } },
    { action: "s3:Get", context: { k: "v" } },
    false,
  ],
])("%s", (_what, statement, call, expected) => {
  expect(allowed(policy(statement), call)).toBe(expected);
});

test("an unknown operator is no pass", () => {
  const call = { action: "s3:Get", context: { k: "v" } };
  expect(() => allowed(policy({ Condition: { StringLike: { k: "v" } } }), call)).toThrow("StringLike");
});
