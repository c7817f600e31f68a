import { randomBytes } from "node:crypto";
import { AwsError } from "../aws-error.ts";
import { checkTrust, sessionArn, type WebIdentityTrust } from "./assume-role.ts";
import { isSignedBy, parseToken } from "./json-web-token.ts";

/** Which role a service account gets (CreatePodIdentityAssociation). */
export interface PodIdentityAssociation {
  namespace: string;
  serviceAccount: string;
  roleArn: string;
}

/** What the agent of one cluster needs to know. */
export interface PodIdentityTrust extends WebIdentityTrust {
  region: string;
  clusterName: string;
  associations: readonly PodIdentityAssociation[];
}

/** The body of `GET /v1/credentials`, as the agent writes it (eks-pod-identity-agent, pkg/credentials/model.go). */
export interface PodIdentityCredentials {
  AccessKeyId: string;
  SecretAccessKey: string;
  Token: string;
  AccountId: string;
  Expiration: string;
}

/** Sessions of Pod Identity live for six hours (EKS user guide, "How EKS Pod Identity works"). */
const sessionSeconds = 6 * 3600;

const audience = "pods.eks.amazonaws.com";

/**
 * Exchanges the service account token in the Authorization header for the credentials of the associated role.
 * @throws AwsError whose message is the agent's answer in plain text: 400 for a token that is none, has expired or has another
 *   audience, 404 without an association, 403 when the role does not trust Pod Identity.
 */
export function podIdentityCredentials(
  authorization: string | undefined,
  trust: PodIdentityTrust,
  now: number,
): PodIdentityCredentials {
  if (!authorization) {
    throw new AwsError("RequestValidationError", "Service account token cannot be empty");
  }
  const token = parseToken(authorization);
  if (!token) {
    throw new AwsError(
      "RequestValidationError",
      "Service account token cannot be parsed: token is malformed: token contains an invalid number of segments",
    );
  }
  const { exp, aud, sub = "", iss } = token.claims;
  if (typeof exp !== "number" || exp * 1000 <= now) {
    throw new AwsError(
      "RequestValidationError",
      "Service account token failed basic claim validations: token has invalid claims: token is expired",
    );
  }
  const provider = trust.providers.find(({ issuer }) => issuer === iss);
  const wrongIssuer = trust.providers.length > 0 && !provider;
  if (wrongIssuer || ![aud ?? []].flat().includes(audience) || (provider?.jwks && !isSignedBy(token, provider.jwks))) {
    throw eksAuthError("InvalidTokenException", "The token included in the request is invalid.", 400);
  }
  const [, namespace, serviceAccount] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(sub) ?? [];
  const association = trust.associations.find(
    (candidate) => candidate.namespace === namespace && candidate.serviceAccount === serviceAccount,
  );
  if (!association || namespace === undefined || serviceAccount === undefined) {
    throw eksAuthError(
      "ResourceNotFoundException",
      `No association found for service account ${sub.replace("system:serviceaccount:", "")} in cluster ${trust.clusterName}.`,
      404,
    );
  }
  checkAgentTrust(trust, association);
  const { credential } = {
    credential: trust.sessions.issue({
      arn: sessionArn(
        association.roleArn,
        `eks-${trust.clusterName}-${serviceAccount}-${randomBytes(16).toString("hex")}`,
      ),
      roleArn: association.roleArn,
      source: "pod-identity",
      issuedAt: now,
      expiration: now + sessionSeconds * 1000,
    }),
  };
  return {
    AccessKeyId: credential.accessKeyId,
    SecretAccessKey: credential.secretAccessKey,
    Token: credential.sessionToken,
    AccountId: trust.account,
    Expiration: new Date(credential.expiration).toISOString(),
  };
}

/** Pod Identity needs both actions, with the session tags that EKS sets (EKS user guide, "ABAC tags"). */
function checkAgentTrust(
  trust: PodIdentityTrust,
  { namespace, serviceAccount, roleArn }: PodIdentityAssociation,
): void {
  const clusterArn = `arn:${trust.partition}:eks:${trust.region}:${trust.account}:cluster/${trust.clusterName}`;
  const context = {
    "aws:RequestTag/eks-cluster-arn": clusterArn,
    "aws:RequestTag/eks-cluster-name": trust.clusterName,
    "aws:RequestTag/kubernetes-namespace": namespace,
    "aws:RequestTag/kubernetes-service-account": serviceAccount,
    "aws:SourceAccount": trust.account,
    "aws:SourceArn": clusterArn,
  };
  for (const action of ["sts:AssumeRole", "sts:TagSession"]) {
    try {
      checkTrust(trust, roleArn, { principal: { Service: audience }, action, context });
    } catch (error) {
      throw eksAuthError("AccessDeniedException", (error as Error).message, 403);
    }
  }
}

/** An error of EKS Auth, as the agent prints it (eks-pod-identity-agent, pkg/errors/errors.go). */
function eksAuthError(code: string, message: string, status: number): AwsError {
  return new AwsError(code, `(${code}): ${message}, fault: client`, status);
}
