import { hash, timingSafeEqual } from "node:crypto";
import { AwsError } from "../aws-error.ts";
import { maxClockSkew } from "../logs/limits.ts";
import { type Authorization, parseAuthorization } from "./authorization-header.ts";
import { canonicalRequest, type SignedRequest } from "./canonical-request.ts";
import { signatureOf, signingKey } from "./signing-key.ts";

/** The least that a verifier must know of a credential. */
export interface SigningCredential {
  secretAccessKey: string;
  /** Absent for the long-lived keys of a user. */
  sessionToken?: string | undefined;
  /** Milliseconds since 1970-01-01 UTC; absent when it never expires. */
  expiration?: number | undefined;
}

export interface Verification<Credential extends SigningCredential> {
  region: string;
  service: string;
  /** The server's clock, in milliseconds since 1970-01-01 UTC. */
  now: number;
  /** Finds a credential by access key, and by session token where there is one. */
  findCredential(accessKeyId: string, sessionToken: string | undefined): Credential | undefined;
}

/**
 * Verifies the Authorization header of a request and returns the credential that signed it. Checks go in AWS's order: the
 * header's form, the key, its expiry, the scope, the date, the signature.
 * @throws MissingAuthenticationTokenException, IncompleteSignatureException, UnrecognizedClientException (unknown key, or a token
 *   that is not the key's), ExpiredTokenException, InvalidSignatureException (scope, date more than 5 minutes off, wrong signature).
 */
export function verifySignature<Credential extends SigningCredential>(
  request: SignedRequest & { body: Uint8Array },
  { region, service, now, findCredential }: Verification<Credential>,
): Credential {
  const authorization = parseAuthorization(headerOf(request, "authorization"));
  const amzDate = requestDate(request);
  const sessionToken = headerOf(request, "x-amz-security-token");
  const credential = findCredential(authorization.accessKeyId, sessionToken);
  if (!credential || credential.sessionToken !== sessionToken) {
    throw new AwsError("UnrecognizedClientException", "The security token included in the request is invalid.");
  }
  if (credential.expiration !== undefined && credential.expiration <= now) {
    throw new AwsError("ExpiredTokenException", "The security token included in the request is expired");
  }
  checkScope(authorization, region, service, amzDate);
  checkDate(amzDate, now);
  checkSignedHeaders(request, authorization.signedHeaders);

  const { date, signedHeaders } = authorization;
  // Node hands header values over one character per byte; what was signed are the bytes.
  const canonical = Buffer.from(canonicalRequest(request, signedHeaders, hash("sha256", request.body)), "latin1");
  const scope = `${date}/${region}/${service}/aws4_request`;
  const stringToSign = ["AWS4-HMAC-SHA256", amzDate, scope, hash("sha256", canonical)].join("\n");
  const expected = signatureOf(stringToSign, signingKey(credential.secretAccessKey, { date, region, service }));
  if (!equal(expected, authorization.signature)) {
    throw invalidSignature(
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and " +
        "signing method. Consult the service documentation for details.",
    );
  }
  return credential;
}

function requestDate(request: SignedRequest): string {
  const amzDate = headerOf(request, "x-amz-date");
  if (amzDate !== undefined && /^\d{8}T\d{6}Z$/.test(amzDate)) {
    return amzDate;
  }
  const date = Date.parse(headerOf(request, "date") ?? "");
  if (amzDate === undefined && !Number.isNaN(date)) {
    return amzDateOf(date);
  }
  throw new AwsError(
    "IncompleteSignatureException",
    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
  );
}

function checkScope({ date, ...scope }: Authorization, region: string, service: string, amzDate: string): void {
  if (scope.region !== region) {
    throw invalidSignature(`Credential should be scoped to a valid region, not '${scope.region}'.`);
  }
  if (scope.service !== service) {
    throw invalidSignature(`Credential should be scoped to correct service: '${service}'.`);
  }
  if (date !== amzDate.slice(0, 8)) {
    throw invalidSignature(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${amzDate.slice(0, 8)}', from '${amzDate}'.`,
    );
  }
}

function checkDate(amzDate: string, now: number): void {
  const [, ...parts] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(amzDate) ?? [];
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = parts.map(Number);
  const time = Date.UTC(year, month - 1, day, hours, minutes, seconds);
  const server = amzDateOf(now);
  if (time < now - maxClockSkew) {
    throw invalidSignature(
      `Signature expired: ${amzDate} is now earlier than ${amzDateOf(now - maxClockSkew)} (${server} - 5 min.)`,
    );
  }
  if (time > now + maxClockSkew) {
    throw invalidSignature(
      `Signature not yet current: ${amzDate} is still later than ${amzDateOf(now + maxClockSkew)} (${server} + 5 min.)`,
    );
  }
}

/** `host` and every `x-amz-*` header of a request must be signed ("Create a signed AWS API request", CanonicalHeaders). */
function checkSignedHeaders({ rawHeaders }: SignedRequest, signedHeaders: readonly string[]): void {
  if (!signedHeaders.includes("host")) {
    throw invalidSignature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? "";
    if (name.startsWith("x-amz-") && !signedHeaders.includes(name)) {
      throw invalidSignature(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`);
    }
  }
}

function equal(expected: string, given: string): boolean {
  return /^[0-9a-f]{64}$/.test(given) && timingSafeEqual(Buffer.from(expected), Buffer.from(given));
}

function headerOf({ rawHeaders }: SignedRequest, name: string): string | undefined {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === name) return rawHeaders[index + 1];
  }
  return undefined;
}

/** `YYYYMMDDTHHMMSSZ`. */
function amzDateOf(time: number): string {
  return new Date(time).toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
}

function invalidSignature(message: string): AwsError {
  return new AwsError("InvalidSignatureException", message);
}
