import fc from "fast-check";
import { expect, test } from "vitest";
import { logGroupArn, parseArn } from "./arn.ts";
import { InvalidShipping } from "./check-shipping.ts";
import { rolePolicy } from "./role-policy.ts";
import { type LogGroup, type Partition, RETENTION_DAYS, type Shipping } from "./shipping.ts";
import { stack } from "./stack.ts";
import { identitiesOf, PARTITIONS, REGIONS, textsOf, topicOf } from "./testing/shippings.ts";
import { trustPolicy } from "./trust-policy.ts";

const hostile = fc.constantFrom("*", "a*", "a?", "$" + "{aws:username}", "$" + "{AWS::Region}", "a\n", "a:b", "", " ");

/** A name that is mostly right and sometimes hostile: wildcards, variables of IAM, line breaks, colons. */
const name = (characters: string) =>
  fc.oneof(
    { weight: 30, arbitrary: fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 40 }) },
    { weight: 1, arbitrary: hostile },
    { weight: 1, arbitrary: fc.string() },
  );

const logGroup = fc
  .record({
    name: name("abcXYZ019/._#-"),
    madeBy: fc.constantFrom("stack" as const, "shipper" as const),
    retentionDays: fc.constantFrom(undefined, ...RETENTION_DAYS),
    kind: fc.constantFrom({}, { kms: true }, { dataProtection: true }, { class: "INFREQUENT_ACCESS" } as const),
  })
  .map(({ name, madeBy, retentionDays, kind }): LogGroup => {
    const group = { name, madeBy, ...(retentionDays !== undefined && { retentionDays }) };
    return group.madeBy === "stack" ? { ...group, madeBy: "stack", ...kind } : { ...group, madeBy: "shipper" };
  });

/** Alarms, where there can be any. */
const alarmsOn = (partition: Partition, group: LogGroup) =>
  group.madeBy === "shipper" || group.class === "INFREQUENT_ACCESS"
    ? fc.constant(undefined)
    : fc.record({
        topicArn: fc.constant(topicOf(partition)),
        heartbeatSeconds: fc.integer({ min: 1, max: 86_400 }),
        nodes: fc.integer({ min: 1, max: 5000 }),
      });

const anyShipping = fc.tuple(fc.constantFrom(...PARTITIONS), logGroup).chain(([partition, group]) =>
  fc
    .record({
      partition: fc.constant(partition),
      region: fc.constant(REGIONS[partition]),
      accountId: fc.oneof(
        { weight: 30, arbitrary: fc.constant("012345678901") },
        { weight: 1, arbitrary: fc.string() },
      ),
      clusterName: name("abcXYZ019"),
      serviceAccount: fc.record({ namespace: name("abcxyz019"), name: name("abcxyz019") }),
      identity: fc.constantFrom(...identitiesOf(partition)),
      logGroup: fc.constant(group),
      alarms: alarmsOn(partition, group),
    })
    .map(({ alarms, ...rest }): Shipping => (alarms === undefined ? rest : { ...rest, alarms })),
);

/** What `make` gives, or undefined for a shipping that it refuses. Any other error fails the test. */
function unlessRefused<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof InvalidShipping) return;
    throw error;
  }
}

test("no policy has a wildcard action or reaches beyond the group and its streams", () => {
  let made = 0;
  fc.assert(
    fc.property(anyShipping, (shipped) => {
      const policy = unlessRefused(() => rolePolicy(shipped));
      if (policy === undefined) return;
      made++;
      const group = logGroupArn(shipped);
      for (const { Action, Resource = [] } of policy.Statement) {
        for (const action of Action) expect(action).toMatch(/^logs:[A-Za-z]+$/);
        for (const resource of Resource) {
          expect([group, `${group}:*`, `${group}:log-stream:*`]).toContain(resource);
          expect(group).not.toMatch(/[*?$\s]/);
        }
      }
    }),
    { numRuns: 1000 },
  );
  // A test that refuses everything shows nothing.
  expect(made).toBeGreaterThan(400);
});

test("no trust policy has a wildcard, and each names one ServiceAccount", () => {
  let made = 0;
  fc.assert(
    fc.property(anyShipping, (shipped) => {
      if (shipped.identity.type === "nodeRole" || shipped.identity.type === "secret") return;
      const policy = unlessRefused(() => trustPolicy(shipped));
      if (policy === undefined) return;
      made++;
      for (const text of textsOf(policy)) expect(text).not.toMatch(/[*?$\s]/);
      const [statement] = policy.Statement;
      const named = Object.values(statement?.Condition?.StringEquals ?? {}).join(" ");
      expect(named).toContain(shipped.serviceAccount.namespace);
      expect(named).toContain(shipped.serviceAccount.name);
    }),
    { numRuns: 1000 },
  );
  expect(made).toBeGreaterThan(100);
});

test("every ARN of a stack parses and is of its partition; periods are what CloudWatch takes", () => {
  let made = 0;
  fc.assert(
    fc.property(anyShipping, (shipped) => {
      const template = unlessRefused(() => stack(shipped));
      if (template === undefined) return;
      made++;
      for (const arn of textsOf(template).filter((text) => text.startsWith("arn:"))) {
        expect(parseArn(arn), arn).toMatchObject({ partition: shipped.partition });
      }
      for (const { Type, Properties } of Object.values(template.Resources)) {
        if (Type !== "AWS::CloudWatch::Alarm") continue;
        const { Period, EvaluationPeriods } = Properties as { Period: number; EvaluationPeriods: number };
        expect(Period % 60).toBe(0);
        // API_PutMetricAlarm: a day in all for periods below an hour, seven days for longer ones.
        expect(Period * EvaluationPeriods).toBeLessThanOrEqual(Period < 3600 ? 86_400 : 604_800);
      }
      expect(JSON.parse(JSON.stringify(template))).toEqual(template);
    }),
    { numRuns: 1000 },
  );
  expect(made).toBeGreaterThan(100);
});
