import { beforeAll, describe, expect, test } from "vitest";
import type { Shipping } from "./shipping.ts";
import { stack, type Template } from "./stack.ts";
import { type CfnLint, cfnLint } from "./testing/cfn-lint.ts";
import { everyShipping, PARTITIONS, REGIONS, shipping, topicOf } from "./testing/shippings.ts";

let found: CfnLint | string;
beforeAll(async () => {
  found = await cfnLint();
  // Reporters count skipped tests and keep the reason to themselves.
  if (typeof found === "string") console.warn(`cfn-lint is skipped: ${found}`);
}, 600_000);

describe.each(PARTITIONS)("cfn-lint for %s", (partition) => {
  const everything = shipping(partition, {
    logGroup: { name: "/audit/shells", madeBy: "stack", retentionDays: 365, kms: true, dataProtection: true },
    alarms: { topicArn: topicOf(partition), heartbeatSeconds: 300, nodes: 3 },
  });
  const shippings: [string, Shipping][] = [
    ...everyShipping().filter(([, shipped]) => shipped.partition === partition),
    ["everything at once", everything],
  ];

  test(`has nothing to say of ${shippings.length} stacks`, { timeout: 120_000 }, async ({ skip }) => {
    if (typeof found === "string") return skip(found);
    const templates = Object.fromEntries(shippings.map(([title, shipped]) => [title, stack(shipped)]));
    expect(await found.lint(templates, REGIONS[partition])).toEqual([]);
  });

  test("would say it", { timeout: 120_000 }, async ({ skip }) => {
    if (typeof found === "string") return skip(found);
    const text = JSON.stringify(stack(everything));
    const broken = (change: (text: string) => string): Template => JSON.parse(change(text));
    const findings = await found.lint(
      {
        action: broken((held) => held.replace("logs:PutLogEvents", "logs:PutLogEvent")),
        property: broken((held) => held.replace("LogGroupClass", "LogGroupKind")),
        retention: broken((held) => held.replace('"RetentionInDays":365', '"RetentionInDays":366')),
        reference: broken((held) => held.replace('"Ref":"LogGroup"', '"Ref":"LogGruop"')),
      },
      REGIONS[partition],
    );
    expect([...new Set(findings.map(({ file }) => file))].sort()).toEqual([
      "action",
      "property",
      "reference",
      "retention",
    ]);
  });
});
