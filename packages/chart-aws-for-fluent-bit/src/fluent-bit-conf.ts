import { global } from "@shelltrail/chart-global";
import { type Expression, eq, release, textFile, when, withDefault } from "@shelltrail/helm-kit";
import { values } from "./values.ts";

/** Where the node's directory for position and buffer lies in the container. */
export const STATE_PATH = "/var/lib/shelltrail";
/** Fluent Bit puts the variable in; one stream per node outlives every restart of a pod. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: Fluent Bit's own syntax
const LOG_STREAM = "${NODE_NAME}";
/** Seconds that the engine gets to flush when it is stopped; the pod gets more. */
export const GRACE_SECONDS = 30;

const { input, cloudWatchLogs, service } = values;

/**
 * fluent-bit.conf in the classic format, which every engine since 1.8 reads.
 * @param logGroup name of the log group
 */
export function fluentBitConf(logGroup: Expression<string>): string {
  const namespace = withDefault(input.namespace, release.namespace);
  return textFile([
    "[SERVICE]",
    `    Flush                     ${service.flush}`,
    `    Grace                     ${GRACE_SECONDS}`,
    `    Log_Level                 ${service.logLevel}`,
    "    HTTP_Server               On",
    "    HTTP_Listen               0.0.0.0",
    `    HTTP_Port                 ${service.httpPort}`,
    `    scheduler.cap             ${service.schedulerCap}`,
    `    storage.path              ${STATE_PATH}/buffer`,
    "    storage.sync              normal",
    "    storage.checksum          off",
    "    storage.metrics           on",
    "",
    "# Rotated files too: what is written while Fluent Bit is down must still be there after a rotation.",
    "[INPUT]",
    "    Name                      tail",
    // One tag for all files: with a star each file has chunks of its own, and beyond 128 of them the engine loses records.
    "    Tag                       falco.pods",
    `    Path                      /var/log/pods/${namespace}_*/${input.container}/*.log*`,
    "    Exclude_Path              *.gz,*.tmp",
    "    multiline.parser          cri",
    `    DB                        ${STATE_PATH}/tail.db`,
    "    DB.locking                On",
    "    Read_from_Head            On",
    "    Refresh_Interval          1",
    // The pattern matches rotated files as well: after Rotate_Wait the engine forgets how far it read one, and ships it again.
    "    Rotate_Wait               365d",
    "    Buffer_Max_Size           256k",
    "    Skip_Long_Lines           On",
    "    storage.type              filesystem",
    "",
    "# Falco's records are JSON on stdout; what it says of itself is not.",
    "[FILTER]",
    "    Name                      grep",
    "    Match                     falco.*",
    "    Regex                     stream ^stdout$",
    "",
    "[FILTER]",
    "    Name                      grep",
    "    Match                     falco.*",
    "    Regex                     log ^\\{",
    "",
    "[OUTPUT]",
    "    Name                      cloudwatch_logs",
    "    Match                     falco.*",
    `    region                    ${withDefault(global.cluster.region, "")}`,
    `    log_group_name            ${logGroup}`,
    `    log_stream_name           ${LOG_STREAM}`,
    "    log_key                   log",
    ...when(
      cloudWatchLogs.autoCreateGroup,
      [
        "    auto_create_group         true",
        ...when(cloudWatchLogs.logRetentionDays, (days) => [`    log_retention_days        ${days}`]),
      ],
      ["    auto_create_group         false"],
    ),
    ...when(cloudWatchLogs.endpoint, (endpoint) => [`    endpoint                  ${endpoint}`]),
    ...when(eq(global.identity.type, "irsa"), [
      ...when(cloudWatchLogs.stsEndpoint, (endpoint) => [`    sts_endpoint              ${endpoint}`]),
    ]),
    "    Retry_Limit               no_limits",
    `    storage.total_limit_size  ${values.buffer.limit}`,
  ]);
}
