import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { AwsError } from "./aws-error.ts";
import type { FaultMoment } from "./faults/fault.ts";
import { readBody } from "./http/read-body.ts";
import type { WebIdentityTrust } from "./identity/assume-role.ts";
import { callSts, stsError } from "./identity/security-token-service.ts";
import { acceptCall, authenticate, type LogsService, perform, targetOperation } from "./logs/logs-service.ts";
import type { RequestTally } from "./request-tally.ts";

/** Everything behind the TLS port: CloudWatch Logs and STS, told apart by the request and not by the host name. */
export interface ServiceFront {
  logs: LogsService;
  webIdentity: WebIdentityTrust;
  tally: RequestTally;
  /** Resets the connection of a request. */
  reset(request: IncomingMessage): void;
}

/** A request on its way. */
interface Exchange {
  front: ServiceFront;
  request: IncomingMessage;
  response: ServerResponse;
  operation: string;
  requestId: string;
}

/** What goes back: `result` is `ok` or an error's name. */
interface Answer {
  status: number;
  contentType: string;
  body: string;
  result: string;
}

/** Thrown when a fault has dealt with the connection and nothing more is to be said. */
class ConnectionGone extends Error {}

/** Answers one request, with all that faults do to it. Never rejects. */
export async function answer(front: ServiceFront, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const logsOperation = targetOperation(request);
  const operation = logsOperation ?? "AssumeRoleWithWebIdentity";
  const exchange = { front, request, response, operation, requestId: randomUUID() };
  try {
    if (front.logs.faults.strike("reset", operation, ({ at }) => at === "request")) {
      await resetWhileReading(exchange);
    }
    const result = await respond(exchange, logsOperation !== undefined).catch((error: unknown) =>
      refusal(error, logsOperation !== undefined, exchange),
    );
    await send(exchange, result);
  } catch (error) {
    if (!(error instanceof ConnectionGone)) {
      // The client went away while it was sending.
      front.tally.count(operation, "connection lost");
      response.destroy();
    }
  }
}

async function respond(exchange: Exchange, isLogs: boolean): Promise<Answer> {
  const body = await readBody(exchange.request);
  exchange.front.tally.wireBytes += body.length;
  return isLogs ? logs(exchange, body) : sts(exchange, body);
}

async function logs(exchange: Exchange, body: Buffer): Promise<Answer> {
  const { logs: service } = exchange.front;
  const credential = authenticate(service, exchange.request, body);
  const call = await acceptCall(service, exchange.request, body, credential);
  await strike(exchange, "before");
  const output = await perform(service, call, exchange.requestId);
  await strike(exchange, "after");
  return { status: 200, contentType: jsonType, body: output, result: "ok" };
}

async function sts(exchange: Exchange, body: Buffer): Promise<Answer> {
  const { request, front, requestId } = exchange;
  await strike(exchange, "before");
  // SDKs send a form; Fluent Bit a GET with everything in the query.
  const query = (request.url ?? "").split("?")[1] ?? "";
  const parameters = new URLSearchParams(request.method === "POST" ? body.toString() : query);
  const output = callSts(parameters, front.webIdentity, front.logs.now(), requestId);
  await strike(exchange, "after");
  return { status: 200, contentType: xmlType, body: output, result: "ok" };
}

/** Lets the faults of one moment strike: errors are thrown, hanging and reset connections end the exchange. */
async function strike(exchange: Exchange, when: FaultMoment): Promise<void> {
  const { operation, front } = exchange;
  const { faults } = front.logs;
  const slow = faults.strike("slow", operation, (fault) => fault.when === when);
  if (slow) await delay(slow.milliseconds);
  const hang = faults.strike("hang", operation, (fault) => fault.when === when);
  if (hang) {
    front.tally.count(operation, "hang");
    await hold(exchange, hang.seconds);
  }
  if (when === "before" && faults.strike("throttle", operation)) {
    throw new AwsError("ThrottlingException", "Rate exceeded");
  }
  const error = faults.strike("error", operation, (fault) => fault.when === when);
  if (error) {
    const [code, message] = serverErrors[error.status];
    throw new AwsError(code, message, error.status);
  }
}

// The names of CommonErrors and of the service description; a load balancer in between gives 502 and 504 no better one.
const serverErrors = {
  500: ["InternalFailure", "The request processing has failed because of an unknown error, exception or failure."],
  502: ["InternalFailure", "Bad gateway"],
  503: ["ServiceUnavailableException", "The service cannot complete the request."],
  504: ["InternalFailure", "Gateway timeout"],
} as const;

async function hold({ request, response }: Exchange, seconds: number | undefined): Promise<never> {
  const closed = new Promise<void>((resolve) => request.socket.once("close", () => resolve()));
  if (seconds === undefined) {
    await closed;
  } else {
    const timer = new AbortController();
    await Promise.race([closed, delay(seconds * 1000, undefined, { signal: timer.signal }).catch(() => {})]);
    timer.abort();
    response.destroy();
  }
  throw new ConnectionGone();
}

async function resetWhileReading(exchange: Exchange): Promise<never> {
  const { request, front, operation } = exchange;
  await new Promise<void>((resolve) => {
    request.once("data", () => resolve());
    request.once("end", () => resolve());
    request.once("close", () => resolve());
  });
  front.tally.count(operation, "reset");
  front.reset(request);
  throw new ConnectionGone();
}

function refusal(error: unknown, isLogs: boolean, { request, requestId }: Exchange): Answer {
  if (error instanceof ConnectionGone || request.errored) {
    throw error;
  }
  // Anything else is a defect of the emulator's: said aloud, and answered as AWS answers its own.
  if (!(error instanceof AwsError)) console.error(error);
  const stated =
    error instanceof AwsError ? error : new AwsError("InternalFailure", `cloudwatch-emulator failed: ${error}`, 500);
  const { code, message, status } = stated;
  return {
    status,
    contentType: isLogs ? jsonType : xmlType,
    body: isLogs ? JSON.stringify({ __type: code, message }) : stsError(stated, requestId),
    result: code,
  };
}

const jsonType = "application/x-amz-json-1.1";
const xmlType = "text/xml";

async function send(exchange: Exchange, { status, contentType, body, result }: Answer): Promise<void> {
  const { front, request, response, operation, requestId } = exchange;
  const { faults } = front.logs;
  const bytes = Buffer.from(body);
  response.statusCode = status;
  response.setHeader("Content-Type", contentType);
  response.setHeader("Content-Length", bytes.length);
  response.setHeader("Date", new Date(front.logs.now()).toUTCString());
  if (status !== 200 || !faults.strike("no-request-id", operation)) {
    response.setHeader("x-amzn-RequestId", requestId);
  }
  if (status === 200 && faults.strike("reset", operation, ({ at }) => at === "response")) {
    front.tally.count(operation, "reset");
    // The head and half of the body: the client has begun to believe. Without a body the head alone would be a whole answer.
    if (bytes.length > 1) {
      await new Promise<void>((resolve) => response.write(bytes.subarray(0, bytes.length >> 1), () => resolve()));
    }
    front.reset(request);
    return;
  }
  front.tally.count(operation, result);
  response.end(bytes);
}
