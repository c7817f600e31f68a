export type { Counts, IdentityUse, StoredCounts } from "./control/counts.ts";
export type { EmulatedEvent, EventFilter } from "./control/stored-events.ts";
export { type Emulator, startEmulator } from "./emulator.ts";
export { type EmulatorOptions, exampleCredential, serverNames } from "./emulator-options.ts";
export type { CertificateFault, Fault, FaultKind, FaultMoment, FaultScope } from "./faults/fault.ts";
export type { FaultStatus } from "./faults/fault-plan.ts";
export type { OidcProvider } from "./identity/assume-role.ts";
export type {
  CredentialSource,
  PolicyCondition,
  PolicyDocument,
  PolicyStatement,
  Role,
  StaticCredential,
  TrustDocument,
  TrustStatement,
} from "./identity/credential.ts";
export type { JsonWebKeySet } from "./identity/json-web-token.ts";
export type { PodIdentityAssociation } from "./identity/pod-identity-agent.ts";
export { type Decision, decide } from "./identity/policy.ts";
export type { Signer } from "./journal/entry.ts";
export type { FsyncPolicy } from "./journal/journal.ts";
export type { Recovery } from "./journal/recover.ts";
export {
  type BatchRules,
  type BatchVerdict,
  eventBytes,
  judgeBatch,
  type LogEvent,
  type RejectedLogEventsInfo,
} from "./logs/batch.ts";
export * from "./logs/limits.ts";
export type { StoredBatch } from "./logs/log-stream.ts";
