import { AwsError } from "../aws-error.ts";
import type { Credential, PolicyDocument, Role, StaticCredential } from "./credential.ts";
import { checkPolicy, decide } from "./policy.ts";
import type { SessionKeys } from "./session-keys.ts";

/** Everyone who can sign a request, and what they may do. */
export interface Principals {
  find(accessKeyId: string, sessionToken: string | undefined): Credential | undefined;
  role(arn: string): Role | undefined;
  /** True when any role ARN may be assumed, because none was configured. */
  readonly anyRole: boolean;
  /** @throws AccessDeniedException in the words of IAM. */
  authorize(credential: Credential, action: string, resource: string): void;
}

/** @throws when a policy cannot be judged here. */
export function principals(
  account: string,
  credentials: readonly StaticCredential[],
  roles: readonly Role[],
  sessions: SessionKeys,
): Principals {
  const users = new Map<string, Credential & { policy?: PolicyDocument | undefined }>();
  for (const { expiration, arn, ...rest } of credentials) {
    const user = arn ?? `arn:aws:iam::${account}:user/${rest.accessKeyId}`;
    if (rest.policy) checkPolicy(rest.policy, user);
    users.set(rest.accessKeyId, {
      ...rest,
      arn: user,
      issuedAt: 0,
      expiration: expiration?.getTime(),
      source: "static",
    });
  }
  const rolesByArn = new Map(roles.map((role) => [role.arn, role]));
  for (const { arn, policy, trust } of roles) {
    if (policy) checkPolicy(policy, arn);
    if (trust) checkPolicy(trust, arn);
  }
  const policyOf = ({ accessKeyId, roleArn }: Credential) =>
    roleArn === undefined ? users.get(accessKeyId)?.policy : rolesByArn.get(roleArn)?.policy;

  return {
    find: (accessKeyId, sessionToken) =>
      users.get(accessKeyId) ?? (sessionToken === undefined ? undefined : sessions.find(accessKeyId, sessionToken)),
    role: (arn) => rolesByArn.get(arn),
    anyRole: roles.length === 0,
    authorize(credential, action, resource) {
      const policy = policyOf(credential);
      const decision = policy ? decide(policy, action, resource) : "allowed";
      if (decision !== "allowed") {
        const reason =
          decision === "denied"
            ? "with an explicit deny in an identity-based policy"
            : `because no identity-based policy allows the ${action} action`;
        throw new AwsError(
          "AccessDeniedException",
          `User: ${credential.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
        );
      }
    },
  };
}
