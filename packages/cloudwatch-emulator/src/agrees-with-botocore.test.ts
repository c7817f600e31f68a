import { describe, expect, test } from "vitest";
import { inputShapes, type LogsOperation } from "./logs/input-shapes.ts";
import { retentionDays } from "./logs/limits.ts";
import type { Shape } from "./logs/shape.ts";
import { type ServiceModel, serviceModel } from "./testing/botocore.ts";
import { differences } from "./testing/conforms.ts";
import { judge } from "./testing/judged-handler.ts";

const model = await serviceModel("logs");

/** A shape of AWS's in our words: inlined, and without what is only for documentation. */
function inline({ shapes }: ServiceModel, name: string): unknown {
  const { type, required, members, member, key, value, min, max, pattern, enum: values } = shapes[name] ?? { type: "" };
  return {
    type,
    ...(required && { required }),
    ...(members && {
      members: Object.fromEntries(Object.entries(members).map(([field, { shape }]) => [field, inline(model, shape)])),
    }),
    ...(member && { member: inline(model, member.shape) }),
    ...(key && { key: inline(model, key.shape) }),
    ...(value && { value: inline(model, value.shape) }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(pattern !== undefined && { pattern }),
    ...(values && { enum: values }),
  };
}

test.each(Object.entries<Shape>(inputShapes))("%s takes what AWS says it takes", (operation, shape) => {
  expect(shape).toEqual(inline(model, model.operations[operation as LogsOperation]?.input?.shape ?? ""));
});

test("retention takes the days that AWS lists", () => {
  const documentation = (model.shapes.Days as { documentation?: string }).documentation ?? "";
  const listed = /Possible values are: ([^.]+)\./.exec(documentation)?.[1]?.match(/\d+/g)?.map(Number);
  expect(retentionDays).toEqual(listed);
});

test("the limits of a batch are the ones in AWS's documentation", () => {
  const { documentation } = model.operations.PutLogEvents as { documentation?: string };
  const text = documentation?.replaceAll(/<[^>]+>/g, "").replaceAll(/\s+/g, " ");
  for (const sentence of [
    "The maximum batch size is 1,048,576 bytes.",
    "plus 26 bytes for each log event",
    "Events more than 2 hours in the future are rejected while processing remaining valid events.",
    "Events older than 14 days or preceding the log group's retention period are rejected",
    "Each log event can be no larger than 1 MB.",
    "The maximum number of log events in a batch is 10,000.",
    "the time span in a single batch cannot exceed 24 hours",
  ]) {
    expect(text).toContain(sentence);
  }
});

describe("the judge of exchanges", () => {
  const good = { logGroupName: "g", logStreamName: "s" };

  test.each([
    ["a missing member", { logGroupName: "g" }, "$.logStreamName is missing"],
    ["an unknown member", { ...good, more: 1 }, "$.more is not known to AWS"],
    ["a wrong type", { ...good, logStreamName: 1 }, "$.logStreamName: 1 is not a string"],
    ["a text that is too long", { ...good, logStreamName: "s".repeat(513) }, "$.logStreamName: 513 is more than 512"],
    ["a text that does not match", { ...good, logStreamName: "a:b" }, "$.logStreamName: a:b does not match [^:*]*"],
  ])("sees %s", (_, value, problem) => {
    expect(differences(model, "CreateLogStreamRequest", good)).toEqual([]);
    expect(differences(model, "CreateLogStreamRequest", value)).toContain(problem);
  });

  test("sees errors that an operation does not have, and members that an error does not have", () => {
    const body = (value: object) => Buffer.from(JSON.stringify(value));
    const error = { __type: "ResourceNotFoundException", message: "m" };
    expect(judge(model, "PutLogEvents", "{}", 400, body(error))).toEqual([]);
    expect(judge(model, "CreateLogGroup", "{}", 400, body(error))).toEqual([
      "CreateLogGroup does not fail with ResourceNotFoundException",
    ]);
    expect(judge(model, "PutLogEvents", "{}", 400, body({ ...error, code: 1 }))).toEqual([
      "ResourceNotFoundException has no member code",
    ]);
    expect(judge(model, "CreateLogGroup", '{"logGroupName":"g"}', 200, body({}))).toEqual([
      "a body where AWS sends none: {}",
    ]);
  });
});
