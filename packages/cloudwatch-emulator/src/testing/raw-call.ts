import { readFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { buffer } from "node:stream/consumers";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Emulator } from "../emulator.ts";
import { exampleCredential } from "../emulator-options.ts";

export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export interface RawCall {
  operation?: string;
  body?: Buffer | string;
  headers?: Record<string, string>;
  /** Default: now. */
  signingDate?: Date;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  service?: string;
  region?: string;
  /** Changes the signed headers, or takes some away. */
  tamper?: (headers: Record<string, string>) => Record<string, string>;
  method?: string;
}

/** Sends one request as it stands, signed by the SDK's signer: for what no SDK would send. */
export async function rawCall(emulator: Emulator, call: RawCall = {}): Promise<RawAnswer> {
  const { operation = "DescribeLogGroups", body = "{}", method = "POST", tamper = (headers) => headers } = call;
  const { hostname, port, host } = new URL(emulator.endpoint);
  const signer = new SignatureV4({
    credentials: call.credentials ?? exampleCredential,
    region: call.region ?? emulator.region,
    service: call.service ?? "logs",
    sha256: Sha256,
  });
  const unsigned = {
    method,
    protocol: "https:",
    hostname,
    port: Number(port),
    path: "/",
    query: {},
    headers: {
      host,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `Logs_20140328.${operation}`,
      ...call.headers,
    },
    body,
  };
  const { headers } = await signer.sign(unsigned, { signingDate: call.signingDate ?? new Date() });
  const sent = tamper({ ...headers });
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      { hostname, port, method, headers: sent, ca: readFileSync(emulator.caFile), agent: false },
      async (response) => {
        try {
          const bytes = await buffer(response);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bytes.toString() });
        } catch (error) {
          reject(error);
        }
      },
    );
    request.on("error", reject);
    request.end(method === "GET" ? undefined : body);
  });
}

/** The error's name in an answer. */
export function errorOf({ body }: RawAnswer): string {
  return (JSON.parse(body) as { __type: string }).__type;
}
