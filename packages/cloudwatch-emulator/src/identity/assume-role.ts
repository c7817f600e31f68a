import { AwsError } from "../aws-error.ts";
import type { Credential } from "./credential.ts";
import { isSignedBy, type JsonWebKeySet, type JsonWebToken, parseToken } from "./json-web-token.ts";
import { type AssumeRequest, decideTrust } from "./policy.ts";
import type { Principals } from "./principals.ts";
import type { SessionKeys } from "./session-keys.ts";

/** An OIDC provider that the account trusts: the issuer of a cluster's service account tokens. */
export interface OidcProvider {
  /** As in the tokens' `iss`, with https://. */
  issuer: string;
  /** Verifies the tokens' signatures; when absent, only their claims are read. */
  jwks?: JsonWebKeySet;
  /** Default: `sts.amazonaws.com`. */
  audiences?: readonly string[];
}

/** What AssumeRoleWithWebIdentity needs to know. */
export interface WebIdentityTrust {
  account: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
  /** None: every issuer is trusted, and no signature is verified. */
  providers: readonly OidcProvider[];
  principals: Principals;
  sessions: SessionKeys;
}

export interface WebIdentityRequest {
  roleArn: string;
  sessionName: string;
  token: string;
  /** 900 to 43,200 (API_AssumeRoleWithWebIdentity); an hour when absent. */
  durationSeconds?: number | undefined;
}

export interface WebIdentitySession {
  credential: Credential & { sessionToken: string; expiration: number };
  subject: string;
  audience: string;
  issuer: string;
}

const defaultAudience = "sts.amazonaws.com";

/**
 * Exchanges a service account token for the credentials of a role.
 * @throws InvalidIdentityToken, ExpiredTokenException, or AccessDenied when the role does not exist or does not trust the token.
 */
export function assumeRoleWithWebIdentity(
  { roleArn, sessionName, token: text, durationSeconds = 3600 }: WebIdentityRequest,
  trust: WebIdentityTrust,
  now: number,
): WebIdentitySession {
  const token = parseToken(text);
  const { iss, sub, exp, nbf } = token?.claims ?? {};
  if (!token || typeof iss !== "string" || typeof sub !== "string" || typeof exp !== "number") {
    throw invalidToken(
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    );
  }
  const audience = checkProvider(token, iss, trust);
  const seconds = Math.floor(now / 1000);
  if (exp <= seconds) {
    throw new AwsError(
      "ExpiredTokenException",
      `Token expired: current date/time ${seconds} must be before the expiration date/time ${exp}`,
    );
  }
  // The clocks of a cluster and of AWS differ a little; STS grants the same five minutes as for signatures.
  if (typeof nbf === "number" && nbf > seconds + 300) {
    throw invalidToken("The ID Token provided is not valid yet.");
  }
  const issuer = iss.replace(/^https:\/\//, "");
  checkTrust(trust, roleArn, {
    principal: { Federated: `arn:${trust.partition}:iam::${trust.account}:oidc-provider/${issuer}` },
    action: "sts:AssumeRoleWithWebIdentity",
    context: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: sub },
  });
  const credential = trust.sessions.issue({
    arn: sessionArn(roleArn, sessionName),
    roleArn,
    source: "web-identity",
    issuedAt: now,
    expiration: now + durationSeconds * 1000,
  });
  return { credential, subject: sub, audience, issuer: iss };
}

/** Returns the token's audience. */
function checkProvider(token: JsonWebToken, issuer: string, { providers }: WebIdentityTrust): string {
  const provider = providers.find((candidate) => candidate.issuer.replace(/\/$/, "") === issuer.replace(/\/$/, ""));
  if (!provider && providers.length > 0) {
    throw invalidToken(`No OpenIDConnect provider found in your account for ${issuer}`);
  }
  const audiences = provider?.audiences ?? [defaultAudience];
  const audience = [token.claims.aud ?? []].flat().find((name) => audiences.includes(name));
  if (audience === undefined) {
    throw invalidToken("Incorrect token audience");
  }
  if (provider?.jwks && !isSignedBy(token, provider.jwks)) {
    throw invalidToken(
      "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
    );
  }
  return audience;
}

/** @throws AccessDenied, without saying which part failed: neither does AWS. */
export function checkTrust(
  { principals }: Pick<WebIdentityTrust, "principals">,
  roleArn: string,
  request: AssumeRequest,
): void {
  const role = principals.role(roleArn);
  const known = role !== undefined || principals.anyRole;
  if (!known || (role?.trust && decideTrust(role.trust, request) !== "allowed")) {
    throw new AwsError("AccessDenied", `Not authorized to perform ${request.action}`, 403);
  }
}

/** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION` for a role's ARN; a role's path does not appear in it. */
export function sessionArn(roleArn: string, sessionName: string): string {
  const [, partition, , , account, resource = ""] = roleArn.split(":");
  return `arn:${partition}:sts::${account}:assumed-role/${resource.split("/").at(-1)}/${sessionName}`;
}

function invalidToken(message: string): AwsError {
  return new AwsError("InvalidIdentityToken", message);
}
