import { checkShipping, LONGEST_PERIOD } from "./check-shipping.ts";
import type { Alarms, Shipping } from "./shipping.ts";

/** A metric filter of the log group, as API_PutMetricFilter and AWS::Logs::MetricFilter take it. */
export interface MetricFilter {
  readonly FilterPattern: string;
  readonly MetricTransformations: readonly {
    readonly MetricNamespace: string;
    readonly MetricName: string;
    readonly MetricValue: string;
  }[];
}

/** An alarm, as API_PutMetricAlarm and AWS::CloudWatch::Alarm take it. */
export interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Statistic: "Sum";
  /** Seconds, a multiple of 60. */
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
  readonly ComparisonOperator: "LessThanThreshold" | "GreaterThanThreshold";
  readonly Threshold: number;
  readonly TreatMissingData: "breaching" | "notBreaching";
  readonly AlarmActions: readonly string[];
  readonly OKActions: readonly string[];
}

export interface Alarming {
  readonly filters: Readonly<Record<"Heartbeats" | "SyscallDrops" | "QueueDrops", MetricFilter>>;
  readonly alarms: Readonly<Record<string, Alarm>>;
}

/** Falco's own rules; its name stands in every record of theirs (`metrics.output_rule`, `syscall_event_drops`). */
const HEARTBEAT = `{ $.rule = "Falco internal: metrics snapshot" }`;
const SYSCALL_DROP = `{ $.rule = "Falco internal: syscall event drop" }`;
/**
 * The counter `falco.outputs_queue_num_drops` of a heartbeat, when it is not 0. A selector cannot name a key with dots, so
 * the text is searched; `\x22` and `\x3a` are the quote and the colon, which no pattern may hold
 * (FilterAndPatternSyntax in the CloudWatch Logs user guide). A command that holds the same text does not match: quotes
 * inside of a JSON text have a backslash before them.
 */
const QUEUE_DROP = "%outputs_queue_num_drops\\x22\\x3a[1-9]%";

/**
 * Alarms that notice a record with a hole: nodes that fall silent, events that the kernel's buffer or Falco's queue lost.
 * Undefined without `alarms`.
 * @throws InvalidShipping
 */
export function alarming(shipping: Shipping): Alarming | undefined {
  checkShipping(shipping);
  const { alarms, clusterName } = shipping;
  if (alarms === undefined) return;
  const namespace = `Shelltrail/${clusterName}`;
  const alarm = (name: string, metric: keyof Alarming["filters"], rest: Watch): Alarm => ({
    AlarmName: `shelltrail-${clusterName}-${name}`,
    Namespace: namespace,
    MetricName: metric,
    Statistic: "Sum",
    DatapointsToAlarm: rest.EvaluationPeriods,
    AlarmActions: [alarms.topicArn],
    OKActions: [alarms.topicArn],
    ...rest,
  });
  const nodesSilent = silentNodes(alarms);
  return {
    filters: {
      Heartbeats: filter(HEARTBEAT, namespace, "Heartbeats"),
      SyscallDrops: filter(SYSCALL_DROP, namespace, "SyscallDrops"),
      QueueDrops: filter(QUEUE_DROP, namespace, "QueueDrops"),
    },
    alarms: {
      HeartbeatsMissing: alarm("heartbeats-missing", "Heartbeats", {
        AlarmDescription: `No node of ${clusterName} has been heard for three heartbeats. Falco, Fluent Bit or the way to CloudWatch Logs is down.`,
        Period: wholeMinutes(alarms.heartbeatSeconds),
        EvaluationPeriods: 3,
        ComparisonOperator: "LessThanThreshold",
        Threshold: 1,
        TreatMissingData: "breaching",
      }),
      ...(nodesSilent && { NodesSilent: alarm("nodes-silent", "Heartbeats", nodesSilent) }),
      SyscallDrops: alarm("syscall-drops", "SyscallDrops", {
        AlarmDescription: `The kernel of a node of ${clusterName} lost events before Falco read them: the record has a hole. Raise falco.driver.modernEbpf.bufSizePreset.`,
        Period: 300,
        EvaluationPeriods: 1,
        ComparisonOperator: "GreaterThanThreshold",
        Threshold: 0,
        TreatMissingData: "notBreaching",
      }),
      // The counter starts anew with Falco only, so the alarm stays until that Falco has been replaced.
      QueueDrops: alarm("queue-drops", "QueueDrops", {
        AlarmDescription: `A Falco of ${clusterName} has lost records since it started, because its output queue was full: the record has a hole. Raise falco.falco.outputs_queue.capacity. The alarm ends when that Falco has been replaced.`,
        Period: wholeMinutes(alarms.heartbeatSeconds),
        EvaluationPeriods: 1,
        ComparisonOperator: "GreaterThanThreshold",
        Threshold: 0,
        TreatMissingData: "notBreaching",
      }),
    },
  };
}

type Watch = Pick<
  Alarm,
  "AlarmDescription" | "Period" | "EvaluationPeriods" | "ComparisonOperator" | "Threshold" | "TreatMissingData"
>;

function filter(pattern: string, namespace: string, name: keyof Alarming["filters"]): MetricFilter {
  return {
    FilterPattern: pattern,
    MetricTransformations: [{ MetricNamespace: namespace, MetricName: name, MetricValue: "1" }],
  };
}

/**
 * Counts heartbeats over a period that holds a whole number of them, three or more, for each node. One silent node lacks
 * all of its own; half of that may be lost to timers that drift over the period's edge. Two periods, because the newest
 * is short of what is still on its way.
 */
function silentNodes({ heartbeatSeconds, nodes = 1 }: Alarms): Watch | undefined {
  if (nodes < 2) return;
  const step = (heartbeatSeconds * 60) / greatestCommonDivisor(heartbeatSeconds, 60);
  const Period = step * Math.ceil((3 * heartbeatSeconds) / step);
  if (Period > LONGEST_PERIOD) return;
  const beats = Period / heartbeatSeconds;
  return {
    AlarmDescription: `Fewer than ${nodes} nodes have been heard for ${2 * beats} heartbeats: at least one records nothing, or cannot send.`,
    Period,
    EvaluationPeriods: 2,
    ComparisonOperator: "LessThanThreshold",
    Threshold: nodes * beats - Math.floor(beats / 2),
    TreatMissingData: "breaching",
  };
}

/** A period of more than 30 s must be a multiple of 60: API_PutMetricAlarm in the CloudWatch API reference. */
function wholeMinutes(seconds: number): number {
  return Math.ceil(seconds / 60) * 60;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
