import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

/** A node's log folders below one root, as the kubelet lays them out. */
export interface NodeLogs {
  /** `/var/log/pods` */
  readonly pods: string;
  /** `/var/log/containers`: links to the live files */
  readonly containers: string;
}

export interface PodContainer {
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
}

export function nodeLogs(root: string): NodeLogs {
  const logs = { pods: join(root, "log", "pods"), containers: join(root, "log", "containers") };
  for (const folder of Object.values(logs)) mkdirSync(folder, { recursive: true });
  return logs;
}

/** Makes `pods/NAMESPACE_POD_UID/CONTAINER`, links its `0.log` from `containers/`, and returns the folder. */
export function makeContainerFolder(logs: NodeLogs, of: PodContainer): string {
  const folder = join(podFolder(logs, of), of.container);
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(folder, "0.log"), containerLink(logs, of));
  return folder;
}

/** What the kubelet does with the logs of a pod that is gone: the folder and the links go at once. */
export function removePod(logs: NodeLogs, of: PodContainer): void {
  rmSync(podFolder(logs, of), { recursive: true, force: true });
  rmSync(containerLink(logs, of), { force: true });
}

function podFolder(logs: NodeLogs, { namespace, pod, uid }: PodContainer): string {
  return join(logs.pods, `${namespace}_${pod}_${uid}`);
}

function containerLink(logs: NodeLogs, { namespace, pod, uid, container }: PodContainer): string {
  const id = uid.replaceAll("-", "").padEnd(64, "0");
  return join(logs.containers, `${pod}_${namespace}_${container}-${id}.log`);
}
