import type { PolicyDocument, PolicyStatement } from "../policy-document.ts";

/** One call, as IAM sees it. */
export interface Call {
  readonly action: string;
  /** Absent for a trust policy. */
  readonly resource?: string;
  /** Value of the principal that calls. */
  readonly principal?: string;
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * Whether a policy of Allow statements allows a call: reference_policies_evaluation-logic in the IAM user guide, for the
 * operators that this package writes. An operator it does not know is an error, not a pass.
 */
export function allowed(policy: PolicyDocument, call: Call): boolean {
  return policy.Statement.some((statement) => matches(statement, call));
}

function matches({ Action, Resource, Principal, Condition }: PolicyStatement, call: Call): boolean {
  const { action, resource, principal, context = {} } = call;
  return (
    Action.some((pattern) => like(pattern.toLowerCase(), action.toLowerCase())) &&
    (Resource === undefined
      ? resource === undefined
      : resource !== undefined && Resource.some((pattern) => like(pattern, resource))) &&
    (Principal === undefined || Object.values(Principal).some((held) => held === "*" || held === principal)) &&
    Object.entries(Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => {
        const given = context[key];
        return given !== undefined && compare(operator, wanted, given);
      }),
    )
  );
}

function compare(operator: string, wanted: string, given: string): boolean {
  if (operator === "StringEquals") return wanted === given;
  if (operator === "ArnEquals") return like(wanted, given);
  throw new Error(`the operator ${operator} is not known here`);
}

/** "*" is any text, "?" any character, all others themselves. */
function like(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`).test(text);
}
