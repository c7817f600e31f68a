import { isLogsOperation } from "../logs/input-shapes.ts";

/** When a fault strikes: before the events are stored, or after, so that a success is lost on its way. */
export type FaultMoment = "before" | "after";

/** What a fault strikes, and how often. */
export interface FaultScope {
  /**
   * Operations, such as `PutLogEvents`, `AssumeRoleWithWebIdentity` or `PodIdentityCredentials`. Default: every operation of
   * CloudWatch Logs.
   */
  operations?: readonly string[];
  /** 0 to 1: how many of those requests it strikes. Default: 1. */
  probability?: number;
  /** Strikes so many times, then no more. Default: as long as it is set. */
  times?: number;
}

/** Something that goes wrong, while it is set. */
export type Fault =
  /** Nothing listens on the port: connection refused. Open connections are closed. */
  | { kind: "refuse" }
  /**
   * The connection is reset (RST): when it is accepted, while the request's body arrives, or with half of the answer sent. In the last
   * case the events are stored.
   */
  | ({ kind: "reset"; at: "accept" | "request" | "response" } & FaultScope)
  /** No answer; after `seconds` the connection is closed without one. Default: never. */
  | ({ kind: "hang"; when: FaultMoment; seconds?: number } & FaultScope)
  /** The answer waits. */
  | ({ kind: "slow"; when: FaultMoment; milliseconds: number } & FaultScope)
  /** An error of the service's own: 500 InternalFailure, 503 ServiceUnavailableException. */
  | ({ kind: "error"; when: FaultMoment; status: 500 | 502 | 503 | 504 } & FaultScope)
  /** ThrottlingException: above `perSecond` requests in a second, or at random (`probability`). */
  | ({ kind: "throttle"; perSecond?: number } & FaultScope)
  /** ExpiredTokenException for every credential (or the one named) that was issued before the fault was set. */
  | { kind: "expire-credentials"; accessKeyId?: string }
  /** The emulator's clock is so much ahead (or behind, when negative): signatures, expiry, the time window of events, `Date`. */
  | { kind: "clock-skew"; seconds: number }
  /** Answers without x-amzn-RequestId. */
  | ({ kind: "no-request-id" } & FaultScope)
  /** Deletes the group once, when the fault is set; from then on ResourceNotFoundException, until somebody creates it again. */
  | { kind: "delete-group"; logGroupName: string }
  /** The first and last events of each batch are rejected, whatever their timestamps, and the answer says so. */
  | ({ kind: "reject"; tooOld?: number; expired?: number; tooNew?: number } & FaultScope)
  /**
   * The server's certificate changes and open connections are closed: `renewed` (same CA), `other-ca`, `expired`, `other-name`.
   */
  | { kind: "certificate"; certificate: CertificateFault };

export type CertificateFault = "renewed" | "other-ca" | "expired" | "other-name";

export type FaultKind = Fault["kind"];

/** What each kind takes besides its scope, and whether it has one. */
const kinds: Record<
  FaultKind,
  { scoped: boolean; fields: Record<string, (value: unknown) => boolean>; needs: string[] }
> = {
  refuse: { scoped: false, fields: {}, needs: [] },
  reset: { scoped: true, fields: { at: oneOf("accept", "request", "response") }, needs: ["at"] },
  hang: { scoped: true, fields: { when: oneOf("before", "after"), seconds: isPositive }, needs: ["when"] },
  slow: {
    scoped: true,
    fields: { when: oneOf("before", "after"), milliseconds: isPositive },
    needs: ["when", "milliseconds"],
  },
  error: {
    scoped: true,
    fields: { when: oneOf("before", "after"), status: oneOf(500, 502, 503, 504) },
    needs: ["when", "status"],
  },
  throttle: { scoped: true, fields: { perSecond: isPositive }, needs: [] },
  "expire-credentials": { scoped: false, fields: { accessKeyId: isText }, needs: [] },
  "clock-skew": { scoped: false, fields: { seconds: Number.isFinite }, needs: ["seconds"] },
  "no-request-id": { scoped: true, fields: {}, needs: [] },
  "delete-group": { scoped: false, fields: { logGroupName: isText }, needs: ["logGroupName"] },
  reject: { scoped: true, fields: { tooOld: isCount, expired: isCount, tooNew: isCount }, needs: [] },
  certificate: {
    scoped: false,
    fields: { certificate: oneOf("renewed", "other-ca", "expired", "other-name") },
    needs: ["certificate"],
  },
};

const scopeFields: Record<string, (value: unknown) => boolean> = {
  operations: (value) => Array.isArray(value) && value.length > 0 && value.every(isOperation),
  probability: (value) => typeof value === "number" && value > 0 && value <= 1,
  times: isCount,
};

/**
 * Checks a list of faults that came from outside.
 * @throws with the place (`faults[1].when`), what was found and what is possible.
 */
export function parseFaults(value: unknown): Fault[] {
  if (!Array.isArray(value)) {
    throw new Error(`faults must be a list, such as [{"kind":"refuse"}]; got ${JSON.stringify(value)}`);
  }
  return value.map((fault: unknown, index) => {
    checkFault(fault, `faults[${index}]`);
    return fault as Fault;
  });
}

function checkFault(value: unknown, path: string): void {
  const { kind, ...fields } = (value ?? {}) as Record<string, unknown>;
  if (typeof kind !== "string" || !Object.hasOwn(kinds, kind)) {
    throw new Error(`${path}.kind is ${JSON.stringify(kind)}; it must be one of ${Object.keys(kinds).join(", ")}`);
  }
  const known = kinds[kind as FaultKind];
  const possible = { ...known.fields, ...(known.scoped && scopeFields) };
  for (const [name, field] of Object.entries(fields)) {
    if (!Object.hasOwn(possible, name)) {
      const names = Object.keys(possible).join(", ") || "nothing";
      throw new Error(`${path}.${name} is not known; a fault of the kind "${kind}" takes ${names}`);
    }
    if (!possible[name]?.(field)) {
      throw new Error(`${path}.${name} cannot be ${JSON.stringify(field)}; see the faults in the README`);
    }
  }
  const missing = known.needs.find((name) => fields[name] === undefined);
  if (missing !== undefined) {
    throw new Error(`${path}.${missing} is missing; a fault of the kind "${kind}" needs it`);
  }
}

function oneOf(...values: readonly unknown[]) {
  return (value: unknown) => values.includes(value);
}

function isPositive(value: unknown): boolean {
  return typeof value === "number" && value > 0;
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isOperation(value: unknown): boolean {
  return (
    typeof value === "string" &&
    (isLogsOperation(value) || value === "AssumeRoleWithWebIdentity" || value === "PodIdentityCredentials")
  );
}
