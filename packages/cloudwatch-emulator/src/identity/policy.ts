import { checkCondition, conditionHolds } from "./condition.ts";
import type { PolicyDocument, PolicyStatement, TrustDocument, TrustStatement } from "./credential.ts";
import { matchesWildcard } from "./wildcard.ts";

/** What IAM says: a denial wins over every permission, and what nothing permits is refused. */
export type Decision = "allowed" | "denied" | "not allowed";

/** Judges one action (such as `logs:PutLogEvents`) on one resource ARN by an identity policy. */
export function decide(policy: PolicyDocument, action: string, resource: string): Decision {
  const effects = statementsOf(policy)
    .filter((statement) => coversAction(statement, action) && coversResource(statement, resource))
    .filter((statement) => conditionHolds(statement.Condition, {}))
    .map((statement) => statement.Effect);
  return combine(effects);
}

/** Who wants to assume a role, and how. */
export interface AssumeRequest {
  /** `{ Federated: provider ARN }` or `{ Service: "pods.eks.amazonaws.com" }`. */
  principal: { Federated: string } | { Service: string };
  action: string;
  context: Readonly<Record<string, string>>;
}

/** Judges who may assume a role by its trust policy. */
export function decideTrust(trust: TrustDocument, { principal, action, context }: AssumeRequest): Decision {
  const effects = statementsOf(trust)
    .filter((statement) => [statement.Action].flat().some((pattern) => matchesAction(pattern, action)))
    .filter((statement) => trusts(statement, principal))
    .filter((statement) => conditionHolds(statement.Condition, context))
    .map((statement) => statement.Effect);
  return combine(effects);
}

/**
 * Checks that a policy or trust document can be judged here.
 * @param where names the document in the message, such as the role's ARN.
 * @throws when it lacks a statement, an effect, or uses a condition operator that is not known here.
 */
export function checkPolicy(policy: PolicyDocument | TrustDocument, where: string): void {
  try {
    for (const statement of statementsOf<PolicyStatement | TrustStatement>(policy)) {
      if (statement.Effect !== "Allow" && statement.Effect !== "Deny") {
        throw new Error(`Effect is ${JSON.stringify(statement.Effect)}; it must be "Allow" or "Deny".`);
      }
      checkCondition(statement.Condition);
    }
  } catch (error) {
    throw new Error(`The policy of ${where} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

function statementsOf<Statement>(policy: { Statement: Statement | readonly Statement[] }): readonly Statement[] {
  if (typeof policy !== "object" || policy === null || policy.Statement === undefined) {
    throw new Error("it has no Statement.");
  }
  return [policy.Statement].flat() as readonly Statement[];
}

function coversAction(statement: PolicyStatement, action: string): boolean {
  return covers(statement.Action, statement.NotAction, (pattern) => matchesAction(pattern, action));
}

function coversResource(statement: PolicyStatement, resource: string): boolean {
  return covers(statement.Resource, statement.NotResource, (pattern) => matchesResource(pattern, resource));
}

function covers(
  patterns: string | readonly string[] | undefined,
  exceptions: string | readonly string[] | undefined,
  matches: (pattern: string) => boolean,
): boolean {
  if (patterns !== undefined) return [patterns].flat().some(matches);
  return exceptions !== undefined && ![exceptions].flat().some(matches);
}

/** Action names compare without case. */
function matchesAction(pattern: string, action: string): boolean {
  return matchesWildcard(pattern.toLowerCase(), action.toLowerCase());
}

/** The first five parts of an ARN match part by part: a star does not reach over a colon there (IAM, "Resource"). */
function matchesResource(pattern: string, resource: string): boolean {
  if (pattern === "*") return true;
  const patternParts = pattern.split(":");
  const resourceParts = resource.split(":");
  return (
    patternParts.length >= 6 &&
    patternParts.slice(0, 5).every((part, index) => matchesWildcard(part, resourceParts[index] ?? "")) &&
    matchesWildcard(patternParts.slice(5).join(":"), resourceParts.slice(5).join(":"))
  );
}

function trusts({ Principal }: TrustStatement, wanted: AssumeRequest["principal"]): boolean {
  const [kind, name] = Object.entries(wanted)[0] as ["Federated" | "Service", string];
  return [Principal?.[kind] ?? []].flat().includes(name);
}

function combine(effects: readonly ("Allow" | "Deny")[]): Decision {
  if (effects.includes("Deny")) return "denied";
  return effects.includes("Allow") ? "allowed" : "not allowed";
}
