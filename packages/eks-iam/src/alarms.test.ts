import { describe, expect, test } from "vitest";
import { alarming } from "./alarms.ts";
import { shipping, topicOf } from "./testing/shippings.ts";

const alarmsOf = (change: object) => {
  const made = alarming(shipping("aws", { alarms: { topicArn: topicOf("aws"), heartbeatSeconds: 300, ...change } }));
  if (made === undefined) throw new Error("no alarms");
  return made;
};

/** A heartbeat as Falco 0.44 prints it, with the fields that matter here. */
const heartbeat = (drops: number) =>
  JSON.stringify({
    hostname: "ip-10-0-0-1",
    output_fields: { "falco.num_evts": 276408, "falco.outputs_queue_num_drops": drops, "falco.version": "0.44.1" },
    priority: "Informational",
    rule: "Falco internal: metrics snapshot",
    source: "internal",
  });

/** CloudWatch's `%regular expression%`, which JavaScript reads alike in the part that is used. */
const matches = (pattern: string, line: string) => new RegExp(pattern.replace(/^%|%$/g, "")).test(line);

test("there are none unless somebody is to hear of them", () => {
  expect(alarming(shipping("aws"))).toBeUndefined();
});

test("silence is an alarm: three heartbeats without any", () => {
  const { alarms, filters } = alarmsOf({});
  expect(filters.Heartbeats.FilterPattern).toBe('{ $.rule = "Falco internal: metrics snapshot" }');
  expect(alarms.HeartbeatsMissing).toMatchObject({
    Period: 300,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 3,
    ComparisonOperator: "LessThanThreshold",
    Threshold: 1,
    TreatMissingData: "breaching",
  });
});

test.each([
  [1, 60],
  [30, 60],
  [61, 120],
  [300, 300],
  [3600, 3600],
  [86_400, 86_400],
])("a heartbeat every %i s gives a period that CloudWatch takes, %i s", (heartbeatSeconds, period) => {
  const { alarms } = alarmsOf({ heartbeatSeconds });
  expect(alarms.HeartbeatsMissing?.Period).toBe(period);
  expect(alarms.QueueDrops?.Period).toBe(period);
});

describe("one silent node among many", () => {
  test.each([
    // Seconds, nodes, period, heartbeats of a node in it.
    [300, 2, 900, 3],
    [300, 500, 900, 3],
    [45, 10, 180, 4],
    [7, 10, 420, 60],
    [30, 3, 120, 4],
    [3600, 20, 10_800, 3],
  ])("is heard of when heartbeats come every %i s from %i nodes", (heartbeatSeconds, nodes, period, beats) => {
    const alarm = alarmsOf({ heartbeatSeconds, nodes }).alarms.NodesSilent;
    expect(alarm).toMatchObject({ Period: period, EvaluationPeriods: 2, TreatMissingData: "breaching" });
    expect(period % 60).toBe(0);
    expect(period / heartbeatSeconds).toBe(beats);
    const threshold = alarm?.Threshold ?? Number.NaN;
    expect((nodes - 1) * beats).toBeLessThan(threshold);
    // All are heard, and one heartbeat falls over the period's edge.
    expect(nodes * beats - 1).toBeGreaterThanOrEqual(threshold);
  });

  test("is not looked for without a number, for one node, or where a period would be longer than a day", () => {
    expect(alarmsOf({}).alarms).not.toHaveProperty("NodesSilent");
    expect(alarmsOf({ nodes: 1 }).alarms).not.toHaveProperty("NodesSilent");
    expect(alarmsOf({ nodes: 5, heartbeatSeconds: 43_200 }).alarms).not.toHaveProperty("NodesSilent");
  });
});

describe("drops", () => {
  const { alarms, filters } = alarmsOf({});

  test("of the kernel's buffer are counted by Falco's own rule", () => {
    expect(filters.SyscallDrops.FilterPattern).toBe('{ $.rule = "Falco internal: syscall event drop" }');
  });

  test.each([
    [0, false],
    [1, true],
    [17, true],
    [90210, true],
  ])("of Falco's queue are seen in a heartbeat that counts %i", (drops, seen) => {
    expect(matches(filters.QueueDrops.FilterPattern, heartbeat(drops))).toBe(seen);
  });

  test("are not to be feigned by a command that holds the text", () => {
    const cmdline = `echo ${heartbeat(5)}`;
    const record = JSON.stringify({ rule: "Shelltrail Exec", output_fields: { "proc.cmdline": cmdline } });
    expect(matches(filters.QueueDrops.FilterPattern, record)).toBe(false);
  });

  test("are searched with what a pattern may hold", () => {
    // FilterAndPatternSyntax: letters, digits, _ # = @ / ; , - and ^ $ ? [ ] { } | \ * + . between two %.
    expect(filters.QueueDrops.FilterPattern).toMatch(/^%[\w#=@/;,^$?[\]{}|\\*+.-]+%$/);
  });

  test.each(["SyscallDrops", "QueueDrops"])("one is enough for the alarm %s, and quiet is none", (name) => {
    expect(alarms[name]).toMatchObject({
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 0,
      TreatMissingData: "notBreaching",
    });
  });
});

test("every alarm looks at the metric of a filter and tells the topic when it begins and ends", () => {
  const { alarms, filters } = alarmsOf({ nodes: 3 });
  const metrics = Object.values(filters).flatMap(({ MetricTransformations }) =>
    MetricTransformations.map(({ MetricNamespace, MetricName }) => `${MetricNamespace} ${MetricName}`),
  );
  expect(metrics).toContain("Shelltrail/prod-blue Heartbeats");
  expect(Object.keys(alarms)).toHaveLength(4);
  for (const alarm of Object.values(alarms)) {
    expect(metrics).toContain(`${alarm.Namespace} ${alarm.MetricName}`);
    expect(alarm.AlarmActions).toEqual([topicOf("aws")]);
    expect(alarm.OKActions).toEqual([topicOf("aws")]);
    expect(alarm.AlarmName).toMatch(/^shelltrail-prod-blue-[a-z-]+$/);
  }
});
