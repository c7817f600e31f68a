import type { ChartSettings } from "./chart-configuration.ts";

/** Its `log_group_name`; the plugin creates it. */
export const PUBLIC_LOG_GROUP = "falco";

/**
 * The settings that are published for Falco on EKS (design notes, shipping.md), changed only in endpoint and paths: a parser for
 * Docker's JSON files, a buffer in memory, the default number of retries.
 * @param parsers file with {@link PUBLIC_PARSERS}
 */
export function publicRecipe({ endpoint, httpPort }: ChartSettings, parsers: string): string {
  return `
[SERVICE]
    Parsers_File      ${parsers}
    HTTP_Server       On
    HTTP_Listen       0.0.0.0
    HTTP_Port         ${httpPort}

[INPUT]
    Name              tail
    Tag               falco.*
    Path              /var/log/containers/falco*.log
    Parser            falco
    DB                /var/lib/shelltrail/tail.db
    Mem_Buf_Limit     5MB
    Skip_Long_Lines   On
    Refresh_Interval  10

[OUTPUT]
    Name              cloudwatch_logs
    Match             falco.*
    region            eu-central-1
    log_group_name    ${PUBLIC_LOG_GROUP}
    log_stream_prefix falco-
    auto_create_group true
    endpoint          ${endpoint}
`;
}

export const PUBLIC_PARSERS = `
[PARSER]
    Name            falco
    Format          json
    Time_Key        time
    Time_Format     %Y-%m-%dT%H:%M:%S.%L
    Time_Keep       Off
    Decode_Field_As json log
`;
