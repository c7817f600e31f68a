import { setTimeout as sleep } from "node:timers/promises";
import { ContainerLog } from "./container-log.ts";
import { criLines } from "./cri-line.ts";
import { makeContainerFolder, type NodeLogs, type PodContainer, removePod } from "./pod-folder.ts";
import { type Content, recordLine } from "./record.ts";

/** Between two writes of a steady rate, ms. */
const TICK = 20;
/** One line on stderr after so many records: what Falco says of itself. */
const RECORDS_PER_NOTICE = 50;

export interface FeedOptions {
  /** Containers that write at the same time. */
  readonly containers: number;
  /** Length of a record, bytes. */
  readonly bytes: number;
  readonly content: Content;
  /** Size at which a log file is rotated, bytes. */
  readonly rotateAt: number;
}

/** Falco's pods of one node: they write numbered records into CRI logs, and know how many. */
export class Feeder {
  readonly logs: NodeLogs;
  readonly options: FeedOptions;
  /** How far the node's clock, which containerd stamps lines with, is ahead. Seconds. */
  clockAhead = 0;
  private readonly sources: Source[] = [];
  private next = 0;
  private made = 0;

  constructor(logs: NodeLogs, options: FeedOptions) {
    this.logs = logs;
    this.options = options;
    for (let index = 0; index < options.containers; index++) this.addPod();
  }

  /** Records written so far, by the container's name in the record. */
  get sent(): ReadonlyMap<string, number> {
    return new Map(this.sources.map(({ name, written }) => [name, written]));
  }

  /** Writes records at a steady rate, each pod in turn. */
  async write(count: number, perSecond: number): Promise<void> {
    const start = performance.now();
    for (let done = 0; done < count; ) {
      const due = Math.min(count, Math.ceil(((performance.now() - start) / 1000) * perSecond) + 1);
      for (; done < due; done++) this.writeOne();
      await sleep(TICK);
    }
  }

  /** Writes records as fast as the disk takes them. */
  burst(count: number): void {
    for (let done = 0; done < count; done++) this.writeOne();
  }

  /** Rotates the log of every living pod. */
  rotate(): void {
    for (const source of this.living) source.log.rotate();
  }

  /** A pod with a container of the name that the chart ships, and one beside it whose lines nobody asked for. */
  addPod(): void {
    const index = this.made++;
    const of: PodContainer = {
      namespace: "shelltrail",
      pod: `falco-${String(index).padStart(5, "0")}`,
      uid: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
      container: "falco",
    };
    const log = new ContainerLog(makeContainerFolder(this.logs, of), this.options.rotateAt);
    const sidecar = new ContainerLog(makeContainerFolder(this.logs, { ...of, container: "sidecar" }));
    sidecar.append(criLines(Buffer.from('{"from":"sidecar"}'), new Date()));
    sidecar.close();
    this.sources.push({ name: of.pod, of, log, written: 0, alive: true });
  }

  /** Ends the oldest pod and starts another. The kubelet deletes the old one's folder when `keepLogs` is false. */
  replacePod(keepLogs: boolean): void {
    const oldest = this.living[0];
    if (oldest !== undefined) {
      oldest.alive = false;
      oldest.log.close();
      if (!keepLogs) removePod(this.logs, oldest.of);
    }
    this.addPod();
  }

  close(): void {
    for (const { log } of this.sources) log.close();
  }

  private get living(): Source[] {
    return this.sources.filter(({ alive }) => alive);
  }

  private writeOne(): void {
    const living = this.living;
    const source = living[this.next++ % living.length];
    if (source === undefined) throw new Error("no pod is left to write");
    const { bytes, content } = this.options;
    const number = source.written;
    const now = new Date(Date.now() + this.clockAhead * 1000);
    if (number % RECORDS_PER_NOTICE === 0) {
      source.log.append(criLines(Buffer.from(`Falco internal: notice ${number}`), now, "stderr"));
    }
    source.log.append(criLines(recordLine({ container: source.name, number, bytes, content }), now));
    source.written++;
  }
}

interface Source {
  readonly name: string;
  readonly of: PodContainer;
  readonly log: ContainerLog;
  written: number;
  alive: boolean;
}
