import { parseArn } from "./arn.ts";
import { oidcProviderOf } from "./oidc-provider.ts";
import { DNS_SUFFIX, partitionOf } from "./partition.ts";
import { type Alarms, type Identity, type LogGroup, RETENTION_DAYS, type Shipping } from "./shipping.ts";

/** One thing that is wrong: where in `Shipping`, and what to do. */
export interface Problem {
  /** "identity.oidcProvider" */
  readonly path: string;
  readonly message: string;
}

/** Everything that is wrong with a `Shipping`. */
export class InvalidShipping extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(({ path, message }) => `${path}: ${message}`).join("\n"));
    this.name = "InvalidShipping";
    this.problems = problems;
  }
}

/** A day, the longest period of an alarm: API_PutMetricAlarm in the CloudWatch API reference. */
export const LONGEST_PERIOD = 86_400;

/**
 * Refuses what AWS would refuse later, or would take and not do.
 * @throws InvalidShipping
 */
export function checkShipping(shipping: Shipping): void {
  const { logGroup, alarms } = shipping;
  const problems = [
    ...placeProblems(shipping),
    ...logGroupProblems(logGroup),
    ...identityProblems(shipping.identity, shipping),
    ...(alarms === undefined ? [] : alarmProblems(alarms, logGroup, shipping)),
  ];
  if (problems.length > 0) throw new InvalidShipping(problems);
}

/** Names that IAM compares to the letter: a wildcard among them would widen what is allowed. */
const NAMES = [
  {
    path: "accountId",
    pattern: /^[0-9]{12}$/,
    form: "12 digits, as text: 012345678901 is no number",
    of: (shipping: Shipping) => shipping.accountId,
  },
  {
    path: "region",
    pattern: /^[a-z]{2,3}(-[a-z]+)+-[0-9]+$/,
    form: "an AWS region, such as eu-central-1",
    of: (shipping: Shipping) => shipping.region,
  },
  {
    // API_CreateCluster in the EKS API reference.
    path: "clusterName",
    pattern: /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/,
    form: "1 to 100 letters, digits, - and _, and start with a letter or a digit",
    of: (shipping: Shipping) => shipping.clusterName,
  },
  {
    path: "serviceAccount.namespace",
    pattern: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    form: "the name of a Kubernetes namespace: at most 63 of a-z, 0-9 and -",
    of: (shipping: Shipping) => shipping.serviceAccount.namespace,
  },
  {
    path: "serviceAccount.name",
    pattern: /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/,
    form: "the name of a ServiceAccount: at most 253 of a-z, 0-9, - and .",
    of: (shipping: Shipping) => shipping.serviceAccount.name,
  },
  {
    // API_CreateLogGroup in the CloudWatch Logs API reference.
    path: "logGroup.name",
    pattern: /^(?!aws\/)[A-Za-z0-9._/#-]{1,512}$/,
    form: "1 to 512 letters, digits and . _ / # -, and not start with aws/",
    of: (shipping: Shipping) => shipping.logGroup.name,
  },
] as const;

function placeProblems(shipping: Shipping): Problem[] {
  const { partition, region } = shipping;
  const problems: Problem[] = NAMES.filter(({ pattern, of }) => !pattern.test(of(shipping))).map(
    ({ path, form, of }) => ({ path, message: `${JSON.stringify(of(shipping))} must be ${form}.` }),
  );
  if (!Object.hasOwn(DNS_SUFFIX, partition)) {
    const known = Object.keys(DNS_SUFFIX).join(", ");
    problems.push({ path: "partition", message: `${JSON.stringify(partition)} must be one of ${known}.` });
  } else if (partitionOf(region) !== partition) {
    const message = `${partition} does not fit the region ${region}, which lies in ${partitionOf(region)}.`;
    problems.push({ path: "partition", message });
  }
  return problems;
}

function logGroupProblems(logGroup: LogGroup): Problem[] {
  const { retentionDays } = logGroup;
  const problems: Problem[] = [];
  if (retentionDays !== undefined && !RETENTION_DAYS.includes(retentionDays)) {
    const message = `${retentionDays} is not a number of days that CloudWatch Logs offers: ${RETENTION_DAYS.join(", ")}.`;
    problems.push({ path: "logGroup.retentionDays", message });
  }
  // Neither logs:Unmask's query command nor GetLogEvents is there for the class (CWL_AnalyzeLogData_Classes).
  if (logGroup.madeBy === "stack" && logGroup.class === "INFREQUENT_ACCESS" && logGroup.dataProtection) {
    const message = "masks for ever in the class INFREQUENT_ACCESS, which cannot unmask. Use STANDARD, or no masking.";
    problems.push({ path: "logGroup.dataProtection", message });
  }
  return problems;
}

function identityProblems(identity: Identity, shipping: Shipping): Problem[] {
  if (identity.type !== "irsa") return [];
  const problems: Problem[] = [];
  const { roleArn, oidcProvider } = identity;
  if (roleArn !== undefined) {
    const role = parseArn(roleArn);
    if (role?.service !== "iam" || !/^role\/[\w+=,.@/-]+$/.test(role.resource)) {
      const form = `arn:${shipping.partition}:iam::${shipping.accountId}:role/NAME`;
      problems.push({ path: "identity.roleArn", message: `${roleArn} is not the ARN of an IAM role. Write ${form}.` });
    } else if (role.partition !== shipping.partition || role.accountId !== shipping.accountId) {
      const message = `${roleArn} is not of the partition ${shipping.partition} and the account ${shipping.accountId}.`;
      problems.push({ path: "identity.roleArn", message });
    }
  }
  if (oidcProvider !== undefined) {
    const provider = oidcProviderOf(oidcProvider, shipping);
    if ("message" in provider) problems.push(provider);
  }
  return problems;
}

function alarmProblems(alarms: Alarms, logGroup: LogGroup, { partition, region }: Shipping): Problem[] {
  const problems: Problem[] = [];
  const { topicArn, heartbeatSeconds, nodes } = alarms;
  const topic = parseArn(topicArn);
  if (topic?.service !== "sns" || !/^[\w-]+(\.fifo)?$/.test(topic.resource)) {
    const message = `${JSON.stringify(topicArn)} is not the ARN of an SNS topic. Write arn:${partition}:sns:${region}:ACCOUNT:NAME.`;
    problems.push({ path: "alarms.topicArn", message });
  } else if (topic.partition !== partition || topic.region !== region) {
    const message = `${topicArn} is not in ${region}: an alarm notifies topics of its own region only.`;
    problems.push({ path: "alarms.topicArn", message });
  }
  if (!Number.isInteger(heartbeatSeconds) || heartbeatSeconds < 1 || heartbeatSeconds > LONGEST_PERIOD) {
    const message = `${heartbeatSeconds} must be a whole number of seconds, at most a day (${LONGEST_PERIOD}).`;
    problems.push({ path: "alarms.heartbeatSeconds", message });
  }
  if (nodes !== undefined && (!Number.isInteger(nodes) || nodes < 1)) {
    problems.push({ path: "alarms.nodes", message: `${nodes} must be a whole number, 1 or more.` });
  }
  if (logGroup.madeBy === "shipper") {
    const message =
      "would need metric filters, and those the log group, which is not there before the first record. Let the stack make the group.";
    problems.push({ path: "alarms", message });
  } else if (logGroup.class === "INFREQUENT_ACCESS") {
    // CloudWatch_Logs_Log_Classes in the CloudWatch Logs user guide.
    problems.push({
      path: "alarms",
      message: "would need metric filters, which the class INFREQUENT_ACCESS does not have. Use STANDARD.",
    });
  }
  return problems;
}
