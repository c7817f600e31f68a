import type { Server } from "node:http";
import { createControlServer } from "./control/control-server.ts";
import { type Counts, countsOf, type IdentityUse, identitiesOf } from "./control/counts.ts";
import { type EmulatedEvent, type EventFilter, storedEvents } from "./control/stored-events.ts";
import { checkOptions, type EmulatorOptions, exampleCredential, serverNames } from "./emulator-options.ts";
import { FaultPlan, seededRandom } from "./faults/fault-plan.ts";
import { type FaultSwitch, faultSwitch } from "./faults/fault-switch.ts";
import { listen } from "./http/listen.ts";
import { startTlsListener, type TlsListener } from "./http/tls-listener.ts";
import type { PodIdentityTrust } from "./identity/pod-identity-agent.ts";
import { createPodIdentityServer } from "./identity/pod-identity-server.ts";
import { principals } from "./identity/principals.ts";
import { SessionKeys } from "./identity/session-keys.ts";
import type { JournalEntry } from "./journal/entry.ts";
import { type Journal, noJournal, openJournal } from "./journal/journal.ts";
import { type Recovery, recover } from "./journal/recover.ts";
import { LogStore } from "./logs/log-store.ts";
import type { StoredBatch } from "./logs/log-stream.ts";
import type { LogsService } from "./logs/logs-service.ts";
import { partitionOf } from "./logs/names.ts";
import { RequestTally } from "./request-tally.ts";
import { answer, type ServiceFront } from "./service-front.ts";
import { type AuthorityFolder, openAuthorityFolder } from "./tls/authority-folder.ts";
import { certificateFor } from "./tls/server-certificate.ts";

/** An emulator that runs. */
export interface Emulator extends AsyncDisposable, FaultSwitch {
  /** `https://127.0.0.1:PORT`, of CloudWatch Logs and of STS. */
  readonly endpoint: string;
  /** The same port under a name that no resolver knows (RFC 6761): a failure of DNS, as a client sees it. */
  readonly unresolvableEndpoint: string;
  /** The CA's certificate, PEM: what clients must trust. */
  readonly caFile: string;
  /** `http://127.0.0.1:PORT/_emulator`. */
  readonly controlUrl: string;
  /** `http://127.0.0.1:PORT/v1/credentials`, for AWS_CONTAINER_CREDENTIALS_FULL_URI. */
  readonly podIdentityUrl: string;
  readonly region: string;
  readonly account: string;
  /** What was found in the data file. */
  readonly recovery: Recovery;
  counts(): Counts;
  identities(): IdentityUse[];
  /** Stored events, by group and stream; within a stream by timestamp. */
  events(filter?: EventFilter): Generator<EmulatedEvent>;
  /** Stored batches and who signed them, by group and stream; within a stream in the order of arrival. */
  batches(): Generator<StoredBatch>;
  /** Closes the ports and every connection, and the data file when all of it is on the disk. */
  close(): Promise<void>;
}

/**
 * Starts CloudWatch Logs, STS, the Pod Identity agent and the control port on this machine.
 * @throws when an option is wrong, a port is taken, a policy cannot be judged or the data file is damaged.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  checkOptions(options);
  const { host = "127.0.0.1", region = "us-east-1", account = "111122223333" } = options;
  const place = { partition: partitionOf(region), region, account };
  const authority = await openAuthorityFolder(options.caFolder);
  const running: Running = { authority, journal: noJournal, servers: [] };
  try {
    const sessions = new SessionKeys(authority.sessionKey);
    const signers = principals(account, options.credentials ?? [exampleCredential], options.roles ?? [], sessions);
    const faults = new FaultPlan(seededRandom(options.seed ?? 1));
    const tally = new RequestTally();
    const store = new LogStore();
    const recovery = options.dataFile
      ? await recover(options.dataFile, (entry) => store.apply(entry))
      : { entries: 0, tornBytes: 0 };
    const journal = options.dataFile ? await openJournal(options.dataFile, options.fsync ?? "second") : noJournal;
    running.journal = journal;
    const now = () => Date.now() + (faults.state("clock-skew")?.fault.seconds ?? 0) * 1000;
    const trust: PodIdentityTrust = {
      ...place,
      providers: options.oidcProviders ?? [],
      principals: signers,
      sessions,
      clusterName: options.clusterName ?? "emulated",
      associations: options.podIdentityAssociations ?? [],
    };
    const logs: LogsService = {
      place,
      store,
      journal,
      principals: signers,
      faults,
      now,
      maxEventBytes: options.maxEventBytes,
    };
    const names = [...(options.names ?? []), ...serverNames(region)];
    await createGroups(options.logGroups ?? [], store, journal);
    const front: ServiceFront = { logs, webIdentity: trust, tally, reset: (request) => tls.reset(request) };
    const tls: TlsListener = await startTlsListener({
      host,
      port: options.port ?? 0,
      certificate: certificateFor(authority.authority, names),
      resetOnAccept: () => faults.strike("reset", undefined, ({ at }) => at === "accept") !== undefined,
      handle: (request, response) => void answer(front, request, response),
    });
    running.tls = tls;
    const podIdentity = createPodIdentityServer({ trust, faults, tally, now });
    running.servers.push(podIdentity);
    const podIdentityPort = await listen(podIdentity, options.podIdentityPort ?? 0, host);

    const switches = faultSwitch({
      plan: faults,
      tls,
      useCertificate: (fault) => tls.useCertificate(certificateFor(authority.authority, names, fault)),
      deleteGroup: async (group) => {
        if (store.groups.has(group)) await change({ type: "group-deleted", at: now(), group }, store, journal);
      },
      now,
    });
    const emulator = {
      endpoint: `https://${urlHost(host)}:${tls.port}`,
      unresolvableEndpoint: `https://logs.${region}.emulator.invalid:${tls.port}`,
      caFile: authority.caFile,
      podIdentityUrl: `http://${urlHost(host)}:${podIdentityPort}/v1/credentials`,
      region,
      account,
      recovery,
      counts: () => countsOf(store, tally),
      identities: () => identitiesOf(store),
      events: (filter?: EventFilter) => storedEvents(store, filter),
      batches: () => store.batches(),
      ...switches,
    };
    const control = createControlServer(emulator);
    running.servers.push(control);
    const controlPort = await listen(control, options.controlPort ?? 0, host);
    const close = () => (running.closed ??= closeAll(running));
    return {
      ...emulator,
      controlUrl: `http://${urlHost(host)}:${controlPort}/_emulator`,
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await closeAll(running);
    throw error;
  }
}

interface Running {
  authority: AuthorityFolder;
  journal: Journal;
  servers: Server[];
  tls?: TlsListener;
  closed?: Promise<void>;
}

async function closeAll({ tls, servers, journal, authority }: Running): Promise<void> {
  await tls?.close();
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  await journal.close();
  await authority.close();
}

async function createGroups(names: readonly string[], store: LogStore, journal: Journal): Promise<void> {
  for (const group of names) {
    if (!store.groups.has(group)) {
      await change({ type: "group-created", at: Date.now(), group, class: "STANDARD" }, store, journal);
    }
  }
}

async function change(entry: JournalEntry, store: LogStore, journal: Journal): Promise<void> {
  store.apply(entry);
  await journal.append(entry);
}

/** The host of a URL that reaches an address to listen on. */
function urlHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
