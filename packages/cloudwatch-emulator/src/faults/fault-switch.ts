import type { TlsListener } from "../http/tls-listener.ts";
import type { CertificateFault, Fault, FaultKind } from "./fault.ts";
import { parseFaults } from "./fault.ts";
import type { FaultPlan, FaultStatus } from "./fault-plan.ts";

/** What faults reach that are not decided request by request. */
export interface FaultReach {
  plan: FaultPlan;
  tls: TlsListener;
  /** Shows another certificate; a good one without an argument. */
  useCertificate(fault?: CertificateFault): void;
  deleteGroup(name: string): Promise<void>;
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
}

/** Sets and removes faults while the emulator runs. */
export interface FaultSwitch {
  /** The faults that are set, and how often each struck. */
  faults(): FaultStatus[];
  /** Replaces all faults. Resolves when the port is closed or open and the certificate in place. */
  setFaults(faults: readonly Fault[]): Promise<void>;
  /** Adds a fault, in the place of one of the same kind. */
  setFault(fault: Fault): Promise<void>;
  /** Removes the faults of a kind, or all. */
  clearFault(kind?: FaultKind): Promise<void>;
}

export function faultSwitch({ plan, tls, useCertificate, deleteGroup, now }: FaultReach): FaultSwitch {
  /** Changes come one after the other: a port that is opening must not be closed at the same time. */
  let last: Promise<void> = Promise.resolve();

  const apply = async (faults: readonly Fault[]) => {
    const certificateBefore = plan.state("certificate")?.fault.certificate;
    for (const fault of plan.set(faults, now())) {
      if (fault.kind === "delete-group") await deleteGroup(fault.logGroupName);
    }
    const certificate = plan.state("certificate")?.fault.certificate;
    if (certificate !== certificateBefore) useCertificate(certificate);
    await (plan.state("refuse") ? tls.refuse() : tls.open());
  };
  const change = (next: () => readonly Fault[]) => {
    const done = last.then(() => apply(next()));
    last = done.catch(() => {});
    return done;
  };
  const current = () => plan.status.map(({ fault }) => fault);
  return {
    faults: () => plan.status,
    setFaults: async (faults) => {
      const checked = parseFaults(faults);
      await change(() => checked);
    },
    setFault: async (fault) => {
      parseFaults([fault]);
      await change(() => [...current().filter(({ kind }) => kind !== fault.kind), fault]);
    },
    clearFault: (kind) => change(() => (kind ? current().filter((fault) => fault.kind !== kind) : [])),
  };
}
