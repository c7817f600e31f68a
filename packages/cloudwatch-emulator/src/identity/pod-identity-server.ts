import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { AwsError } from "../aws-error.ts";
import type { FaultPlan } from "../faults/fault-plan.ts";
import type { RequestTally } from "../request-tally.ts";
import { type PodIdentityTrust, podIdentityCredentials } from "./pod-identity-agent.ts";

export interface PodIdentityServerOptions {
  trust: PodIdentityTrust;
  faults: FaultPlan;
  tally: RequestTally;
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
}

const operation = "PodIdentityCredentials";

/** The EKS Pod Identity agent's endpoint, in plain HTTP as on a node, where it is 169.254.170.23 port 80. */
export function createPodIdentityServer(options: PodIdentityServerOptions): Server {
  return createServer((request, response) => {
    const { status, contentType, body, result } = answer(options, request);
    options.tally.count(operation, result);
    send(response, status, contentType, body);
  });
}

function answer({ trust, faults, now }: PodIdentityServerOptions, request: IncomingMessage) {
  const contentType = "text/plain; charset=utf-8";
  if (request.method !== "GET" || request.url?.split("?")[0] !== "/v1/credentials") {
    return { status: 404, contentType, body: "404 page not found\n", result: "not found" };
  }
  const fault = faults.strike("error", operation);
  if (fault) {
    return { status: fault.status, contentType, body: "The agent failed.\n", result: "InternalFailure" };
  }
  try {
    const credentials = podIdentityCredentials(request.headers.authorization, trust, now());
    return { status: 200, contentType: "application/json", body: JSON.stringify(credentials), result: "ok" };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { status: error.status, contentType, body: `${error.message}\n`, result: error.code };
  }
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { "Content-Type": contentType, "Content-Length": Buffer.byteLength(body) }).end(body);
}
