import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { AwsError, serializationError } from "../aws-error.ts";
import type { FaultPlan } from "../faults/fault-plan.ts";
import { decodeBody } from "../http/read-body.ts";
import type { Credential } from "../identity/credential.ts";
import type { Principals } from "../identity/principals.ts";
import type { Journal } from "../journal/journal.ts";
import { verifySignature } from "../signature/verify-signature.ts";
import { checkInput } from "./check-input.ts";
import { inputShapes, isLogsOperation, type LogsOperation } from "./input-shapes.ts";
import type { LogStore } from "./log-store.ts";
import type { ServicePlace } from "./names.ts";
import { operations } from "./operations.ts";
import { requiredPermissions } from "./required-permissions.ts";

/** What CloudWatch Logs needs to answer. */
export interface LogsService {
  place: ServicePlace;
  store: LogStore;
  journal: Journal;
  principals: Principals;
  faults: FaultPlan;
  maxEventBytes?: number | undefined;
  /** Milliseconds since 1970-01-01 UTC, a clock-skew fault included. */
  now(): number;
}

const targetPrefix = "Logs_20140328.";

/** The operation that a request names in X-Amz-Target, known or not; undefined when it is no call of CloudWatch Logs. */
export function targetOperation(request: IncomingMessage): string | undefined {
  const target = request.headers["x-amz-target"];
  return typeof target === "string" && target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : undefined;
}

/**
 * Verifies who sent a request.
 * @throws AwsError for a signature, key or date that AWS would refuse, and while credentials are set to be expired.
 */
export function authenticate(service: LogsService, request: IncomingMessage, body: Buffer): Credential {
  const { place, principals, faults } = service;
  const credential = verifySignature(
    { method: request.method ?? "", target: request.url ?? "", rawHeaders: request.rawHeaders, body },
    { region: place.region, service: "logs", now: service.now(), findCredential: principals.find },
  );
  const expired = faults.state("expire-credentials");
  if (
    expired &&
    credential.issuedAt <= expired.since &&
    (expired.fault.accessKeyId ?? credential.accessKeyId) === credential.accessKeyId
  ) {
    faults.countState("expire-credentials");
    throw new AwsError("ExpiredTokenException", "The security token included in the request is expired");
  }
  return credential;
}

/** A request that may be answered. */
export interface AcceptedCall {
  operation: LogsOperation;
  input: object;
  credential: Credential;
}

/**
 * Reads an authenticated request: its operation, its body, whether the caller may do that.
 * @throws UnknownOperationException, SerializationException, InvalidParameterException, AccessDeniedException.
 */
export async function acceptCall(
  service: LogsService,
  request: IncomingMessage,
  body: Buffer,
  credential: Credential,
): Promise<AcceptedCall> {
  const operation = targetOperation(request) ?? "";
  const contentType = request.headers["content-type"]?.split(";", 1)[0]?.trim();
  if (!isLogsOperation(operation) || request.method !== "POST" || contentType !== "application/x-amz-json-1.1") {
    throw new AwsError("UnknownOperationException", `${operation} is not an operation that the emulator knows.`, 404);
  }
  const input = parseJson(await decodeBody(body, request.headers["content-encoding"]));
  checkInput(inputShapes[operation], input);
  for (const { action, resource } of requiredPermissions(operation, input, service.place)) {
    service.principals.authorize(credential, action, resource);
  }
  return { operation, input, credential };
}

/**
 * Does what an accepted call asks for, and stores it. Returns the body of the answer.
 * @throws AwsError; ServiceUnavailableException when the data file cannot be written.
 */
export async function perform(
  service: LogsService,
  { operation, input, credential }: AcceptedCall,
  requestId: string,
): Promise<string> {
  const { store, place, journal, faults } = service;
  const { accessKeyId, arn, source } = credential;
  const forcedRejection = operation === "PutLogEvents" ? faults.strike("reject", operation) : undefined;
  const { output, entry } = operations[operation](input as never, {
    store,
    place,
    now: service.now(),
    requestId,
    signer: { accessKeyId, arn, source },
    maxEventBytes: service.maxEventBytes,
    forcedRejection,
  });
  if (entry) {
    // Nothing may come between an operation's look at the store and its change: both happen before anything is awaited.
    store.apply(entry);
    await journal.append(entry).catch((error: Error) => {
      throw new AwsError("ServiceUnavailableException", error.message, 503);
    });
  }
  return output ? JSON.stringify(output) : "";
}

function parseJson(body: Buffer): object {
  // JSON is UTF-8. What AWS does with other bytes is not documented; refusing shows a client that sends them, replacing hides it.
  if (!isUtf8(body)) {
    throw serializationError("The body is not UTF-8.");
  }
  try {
    return JSON.parse(body.toString());
  } catch {
    throw serializationError("The body is not JSON.");
  }
}
