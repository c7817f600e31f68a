// Every number has its source beside it: a page of the CloudWatch Logs API reference, or of the user guide.

const hour = 3_600_000;
const day = 24 * hour;

/** Bytes of one PutLogEvents batch: messages in UTF-8 plus `eventOverheadBytes` for each (API_PutLogEvents). */
export const maxBatchBytes = 1_048_576;

/** Bytes counted for each event besides its message (API_PutLogEvents). */
export const eventOverheadBytes = 26;

/** Events of one PutLogEvents batch (API_PutLogEvents). */
export const maxBatchEvents = 10_000;

/** Milliseconds between the first and the last event of a batch that are neither too old nor too new (API_PutLogEvents). */
export const maxBatchSpan = 24 * hour;

/** Milliseconds into the past beyond which events are rejected (API_PutLogEvents). */
export const maxEventAge = 14 * day;

/** Milliseconds into the future beyond which events are rejected (API_PutLogEvents). */
export const maxEventLead = 2 * hour;

/** Bytes of one event, overhead included: "1 MB" (API_InputLogEvent; 256 KB until April 2025). */
export const defaultMaxEventBytes = 1_048_576;

/** Values that PutRetentionPolicy takes, in days (API_PutRetentionPolicy). */
export const retentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Days that a group of the class DELIVERY keeps events (API_CreateLogGroup). */
export const deliveryRetentionDays = 1;

/** Bytes of one page of GetLogEvents and FilterLogEvents: "1 MB" (API_GetLogEvents, API_FilterLogEvents). */
export const maxPageBytes = 1_048_576;

/** Events of one page of GetLogEvents and FilterLogEvents, and the default of `limit` (API_GetLogEvents). */
export const maxPageEvents = 10_000;

/** Items of one page of DescribeLogGroups and DescribeLogStreams, and the default of `limit` (API_DescribeLogGroups). */
export const maxDescribePage = 50;

/** The earliest `startTime` with which FilterLogEvents reads backwards: 2024-01-01 UTC (API_FilterLogEvents). */
export const earliestBackwardSearch = Date.UTC(2024, 0, 1);

/** Milliseconds in a day. */
export const dayLength = day;

/** Characters of a log group's or a log stream's name (API_CreateLogGroup, API_CreateLogStream). */
export const maxNameLength = 512;

/** Milliseconds that a request's date may differ from the server's clock (IAM user guide, "Signing AWS API requests"). */
export const maxClockSkew = 5 * 60_000;

/**
 * Bytes of a request's body, after decompression. AWS documents none: six times the batch is the longest JSON that can hold one,
 * every character escaped as \u0000, with as much again for names and timestamps.
 */
export const maxBodyBytes = 16 * 1_048_576;
