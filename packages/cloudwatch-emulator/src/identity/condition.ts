import type { PolicyCondition } from "./credential.ts";
import { matchesWildcard } from "./wildcard.ts";

/** Condition keys of one request, such as `aws:RequestTag/kubernetes-namespace`, and their values. */
export type ConditionContext = Readonly<Record<string, string>>;

const operators: Record<string, { matches: (pattern: string, value: string) => boolean; negated: boolean }> = {
  StringEquals: { matches: (pattern, value) => pattern === value, negated: false },
  StringNotEquals: { matches: (pattern, value) => pattern === value, negated: true },
  StringLike: { matches: matchesWildcard, negated: false },
  StringNotLike: { matches: matchesWildcard, negated: true },
  ArnEquals: { matches: matchesWildcard, negated: false },
  ArnLike: { matches: matchesWildcard, negated: false },
};

/** True when every operator of a condition holds. Key names compare without case, as in IAM. */
export function conditionHolds(condition: PolicyCondition | undefined, context: ConditionContext): boolean {
  const known = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(condition ?? {}).every(([operatorName, keys]) => {
    const { matches, negated, ifExists } = readOperator(operatorName);
    return Object.entries(keys).every(([key, patterns]) => {
      const value = known.get(key.toLowerCase());
      if (value === undefined) return ifExists || negated;
      return [patterns].flat().some((pattern) => matches(pattern, value)) !== negated;
    });
  });
}

/**
 * Refuses a condition that the emulator cannot judge: ignoring it would allow what IAM denies.
 * @throws with the operator's name and those that are known.
 */
export function checkCondition(condition: PolicyCondition | undefined): void {
  for (const name of Object.keys(condition ?? {})) readOperator(name);
}

function readOperator(name: string) {
  const ifExists = name.endsWith("IfExists");
  const operator = operators[ifExists ? name.slice(0, -"IfExists".length) : name];
  if (!operator) {
    throw new Error(
      `The condition operator "${name}" is not known here; use one of ${Object.keys(operators).join(", ")} (or leave the policy out).`,
    );
  }
  return { ...operator, ifExists };
}
