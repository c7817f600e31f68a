import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conditionHolds } from "./condition.ts";
import { decide } from "./policy.ts";
import { matchesWildcard } from "./wildcard.ts";

const stream = "arn:aws:logs:us-east-1:111122223333:log-group:/a/b:log-stream:node-1";
const statement = (changes: object) => ({
  Statement: { Effect: "Allow", Action: "*", Resource: "*", ...changes } as never,
});

test.each<[string, object, string]>([
  ["any action on any resource", {}, "allowed"],
  ["an action by name, whatever its case", { Action: "Logs:putlogevents" }, "allowed"],
  ["an action by wildcard", { Action: ["s3:*", "logs:Put*"] }, "allowed"],
  ["another action", { Action: "logs:Put" }, "not allowed"],
  ["all actions but one", { Action: undefined, NotAction: "logs:PutLogEvents" }, "not allowed"],
  ["all actions but another", { Action: undefined, NotAction: "logs:GetLogEvents" }, "allowed"],
  ["no action at all", { Action: undefined }, "not allowed"],
  ["a group with a star", { Resource: "arn:aws:logs:us-east-1:111122223333:log-group:/a/b:*" }, "allowed"],
  ["a group without a star", { Resource: "arn:aws:logs:us-east-1:111122223333:log-group:/a/b" }, "not allowed"],
  ["a stream", { Resource: stream }, "allowed"],
  ["a stream by wildcard", { Resource: "arn:aws:logs:*:*:log-group:/a/*:log-stream:node-?" }, "allowed"],
  ["all of CloudWatch Logs", { Resource: "arn:aws:logs:*:*:*" }, "allowed"],
  ["another region", { Resource: "arn:aws:logs:eu-*:*:*" }, "not allowed"],
  ["another partition", { Resource: "arn:aws-cn:logs:*:*:*" }, "not allowed"],
  ["a group whose name begins the same", { Resource: "arn:aws:logs:*:*:log-group:/a/bc:*" }, "not allowed"],
  ["a star that would have to reach over a colon", { Resource: "arn:aws:logs:us-*log-group:/a/b:*" }, "not allowed"],
  ["other resources", { Resource: undefined, NotResource: stream }, "not allowed"],
  ["a denial", { Effect: "Deny" }, "denied"],
])("%s", (_, changes, decision) => {
  expect(decide(statement(changes), "logs:PutLogEvents", stream)).toBe(decision);
});

test("a denial wins over a permission", () => {
  const allow = { Effect: "Allow", Action: "*", Resource: "*" } as const;
  expect(decide({ Statement: [allow, { ...allow, Effect: "Deny" }, allow] }, "logs:PutLogEvents", stream)).toBe(
    "denied",
  );
});

describe("conditions", () => {
  test.each([
    [{ StringEquals: { "a:Sub": "x" } }, true],
    [{ StringEquals: { "A:SUB": ["y", "x"] } }, true],
    [{ StringEquals: { "a:sub": "y" } }, false],
    [{ StringEquals: { "a:other": "x" } }, false],
    [{ StringEqualsIfExists: { "a:other": "x" } }, true],
    [{ StringNotEquals: { "a:sub": "x" } }, false],
    [{ StringNotEquals: { "a:other": "x" } }, true],
    [{ StringLike: { "a:sub": "?" } }, true],
    [{ StringNotLike: { "a:sub": "x*" } }, false],
    [{ StringEquals: { "a:sub": "x" }, StringLike: { "a:aud": "no" } }, false],
    [undefined, true],
  ])("%j", (condition, holds) => {
    expect(conditionHolds(condition, { "a:sub": "x", "a:aud": "aud" })).toBe(holds);
  });
});

test("wildcards match as the regular expression they stand for", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", ":"), maxLength: 12 });
  const patterns = fc.string({ unit: fc.constantFrom("a", "b", ":", "*", "?"), maxLength: 8 });
  fc.assert(
    fc.property(patterns, letters, (pattern, text) => {
      const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
      expect(matchesWildcard(pattern, text)).toBe(expression.test(text));
    }),
    { numRuns: 2000 },
  );
});
