import { maxBatchEvents, maxDescribePage, maxNameLength, maxPageEvents } from "./limits.ts";
import type { Shape, StructureShape } from "./shape.ts";

// The inputs of each operation as the CloudWatch Logs API reference describes them. agrees-with-botocore.test.ts compares every
// member with AWS's own description, so that a limit here is AWS's limit.

const logGroupName: Shape = { type: "string", min: 1, max: maxNameLength, pattern: "[\\.\\-_/#A-Za-z0-9]+" };
const logStreamName: Shape = { type: "string", min: 1, max: maxNameLength, pattern: "[^:*]*" };
const logGroupIdentifier: Shape = { type: "string", min: 1, max: 2048, pattern: "[\\w#+=/:,.@-]*" };
const logGroupClass: Shape = { type: "string", enum: ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY", "ESSENTIALS"] };
const timestamp: Shape = { type: "long", min: 0 };
const nextToken: Shape = { type: "string", min: 1 };
const describeLimit: Shape = { type: "integer", min: 1, max: maxDescribePage };
const eventsLimit: Shape = { type: "integer", min: 1, max: maxPageEvents };
const boolean: Shape = { type: "boolean" };

const tagPattern = "\\p{L}\\p{Z}\\p{N}_.:/=+\\-@";

/** Operation to input, for every operation that the emulator knows. */
export const inputShapes = {
  CreateLogGroup: {
    type: "structure",
    required: ["logGroupName"],
    members: {
      logGroupName,
      kmsKeyId: { type: "string", max: 256 },
      tags: {
        type: "map",
        key: { type: "string", min: 1, max: 128, pattern: `^([${tagPattern}]+)$` },
        value: { type: "string", max: 256, pattern: `^([${tagPattern}]*)$` },
        min: 1,
        max: 50,
      },
      logGroupClass,
      deletionProtectionEnabled: boolean,
    },
  },
  CreateLogStream: {
    type: "structure",
    required: ["logGroupName", "logStreamName"],
    members: { logGroupName, logStreamName },
  },
  PutLogEvents: {
    type: "structure",
    required: ["logGroupName", "logStreamName", "logEvents"],
    members: {
      logGroupName,
      logStreamName,
      logEvents: {
        type: "list",
        member: {
          type: "structure",
          required: ["timestamp", "message"],
          members: { timestamp, message: { type: "string", min: 1 } },
        },
        min: 1,
        max: maxBatchEvents,
      },
      sequenceToken: { type: "string", min: 1 },
      entity: {
        type: "structure",
        members: {
          keyAttributes: {
            type: "map",
            key: { type: "string", min: 1, max: 32 },
            value: { type: "string", min: 1, max: 512 },
            min: 2,
            max: 4,
          },
          attributes: {
            type: "map",
            key: { type: "string", min: 1, max: 256 },
            value: { type: "string", min: 1, max: 512 },
            min: 0,
            max: 10,
          },
        },
      },
    },
  },
  PutRetentionPolicy: {
    type: "structure",
    required: ["logGroupName", "retentionInDays"],
    members: { logGroupName, retentionInDays: { type: "integer" } },
  },
  DescribeLogGroups: {
    type: "structure",
    members: {
      accountIdentifiers: {
        type: "list",
        member: { type: "string", min: 12, max: 12, pattern: "^\\d{12}$" },
        min: 0,
        max: 20,
      },
      logGroupNamePrefix: logGroupName,
      logGroupNamePattern: { type: "string", min: 0, max: maxNameLength, pattern: "[\\.\\-_/#A-Za-z0-9]*" },
      nextToken,
      limit: describeLimit,
      includeLinkedAccounts: boolean,
      logGroupClass,
      logGroupIdentifiers: { type: "list", member: logGroupIdentifier, min: 1, max: 50 },
    },
  },
  DescribeLogStreams: {
    type: "structure",
    members: {
      logGroupName,
      logGroupIdentifier,
      logStreamNamePrefix: logStreamName,
      orderBy: { type: "string", enum: ["LogStreamName", "LastEventTime"] },
      descending: boolean,
      nextToken,
      limit: describeLimit,
    },
  },
  GetLogEvents: {
    type: "structure",
    required: ["logStreamName"],
    members: {
      logGroupName,
      logGroupIdentifier,
      logStreamName,
      startTime: timestamp,
      endTime: timestamp,
      nextToken,
      limit: eventsLimit,
      startFromHead: boolean,
      unmask: boolean,
    },
  },
  FilterLogEvents: {
    type: "structure",
    members: {
      logGroupName,
      logGroupIdentifier,
      logStreamNames: { type: "list", member: logStreamName, min: 1, max: 100 },
      logStreamNamePrefix: logStreamName,
      startTime: timestamp,
      endTime: timestamp,
      filterPattern: { type: "string", min: 0, max: 1024 },
      nextToken,
      limit: eventsLimit,
      startFromHead: boolean,
      interleaved: boolean,
      unmask: boolean,
    },
  },
  DeleteLogGroup: { type: "structure", required: ["logGroupName"], members: { logGroupName } },
} as const satisfies Record<string, StructureShape>;

/** The operations of CloudWatch Logs that the emulator knows. */
export type LogsOperation = keyof typeof inputShapes;

/** True for the name of an operation that the emulator knows. */
export function isLogsOperation(name: string): name is LogsOperation {
  return Object.hasOwn(inputShapes, name);
}
