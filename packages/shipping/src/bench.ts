import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Emulator, exampleCredential, startEmulator } from "@shelltrail/cloudwatch-emulator";
import type { FluentBit } from "@shelltrail/lab/fluent-bit";
import { createLogGroup } from "./create-log-group.ts";
import { chartConfiguration, LOG_GROUP } from "./engine/chart-configuration.ts";
import { parseClassic, printClassic, type Section, withOption } from "./engine/classic-format.ts";
import { Engine } from "./engine/engine.ts";
import { hostConfiguration } from "./engine/host-configuration.ts";
import { PUBLIC_PARSERS, publicRecipe } from "./engine/public-recipe.ts";
import { speaksOnlyTo443, trusting } from "./engine/reach.ts";
import { webIdentity } from "./engine/web-identity.ts";
import { Feeder, type FeedOptions } from "./feeder/feeder.ts";
import { nodeLogs } from "./feeder/pod-folder.ts";
import { smallDisk } from "./small-disk.ts";
import { type Tally, tally } from "./tally/tally.ts";

/** Whose settings Fluent Bit runs with. */
export type Recipe = "chart" | "public";

/** `INPUT.Rotate_Wait=60` as its three parts. */
export type Trial = readonly [section: string, key: string, value: string];

export interface BenchOptions {
  readonly fluentBit: FluentBit;
  readonly recipe: Recipe;
  /** Factor for every duration of a fault: 1 is as long as its name says. */
  readonly scale: number;
  readonly feed: FeedOptions;
  /** `buffer.limit` of the chart, where a fault needs another than its default. */
  readonly bufferLimit?: string;
  /** How Fluent Bit gets its credentials: keys that never expire, or IRSA's. */
  readonly identity?: "keys" | "irsa";
  /** Options to try, over those of the configuration: section, key, value. */
  readonly trial?: readonly Trial[];
  /** Bytes of the disk that position and buffer lie on; the host's own disk when absent. Needs root. */
  readonly diskBytes?: number;
}

const REGION = "eu-central-1";
const KEYS = {
  AWS_ACCESS_KEY_ID: exampleCredential.accessKeyId,
  AWS_SECRET_ACCESS_KEY: exampleCredential.secretAccessKey,
};
/** How often it is asked what has arrived, ms. */
const LOOK_EVERY = 250;
/** Nothing for so long means that nothing more comes: longer than the longest wait before a retry (scheduler.cap, 30 s). */
const QUIET_SECONDS = 40;
/** After the last record: time for a second copy of it. */
const SETTLE_SECONDS = 2.5;

/** One node and one API: pods that write, Fluent Bit that ships, CloudWatch Logs that stores. */
export class Bench implements AsyncDisposable {
  readonly feeder: Feeder;
  readonly engine: Engine;
  readonly emulator: Emulator;
  readonly folder: string;
  private readonly scale: number;
  private readonly release: () => Promise<void>;
  /** What groups held that were deleted since: stored, and so not lost. */
  private readonly kept: string[] = [];
  private overAt: number | undefined;

  private constructor(
    parts: Pick<Bench, "feeder" | "engine" | "emulator" | "folder">,
    scale: number,
    release: () => Promise<void>,
  ) {
    this.feeder = parts.feeder;
    this.engine = parts.engine;
    this.emulator = parts.emulator;
    this.folder = parts.folder;
    this.scale = scale;
    this.release = release;
  }

  /** Everything but the engine, which a fault starts when it is due. */
  static async open({
    fluentBit,
    recipe,
    scale,
    feed,
    bufferLimit,
    diskBytes,
    identity = "keys",
    trial = [],
  }: BenchOptions): Promise<Bench> {
    const folder = await mkdtemp(join(tmpdir(), "shelltrail-shipping-"));
    const state = join(folder, "state");
    await mkdir(state);
    const disk = diskBytes === undefined ? undefined : smallDisk(state, diskBytes);
    const host = nextLoopback();
    const { version, path } = fluentBit;
    const emulator = await startEmulator({
      host,
      region: REGION,
      port: speaksOnlyTo443(version) ? 443 : 0,
      names: [host],
      logGroups: [LOG_GROUP],
    });
    const port = Number(new URL(emulator.endpoint).port || 443);
    const parsers = join(folder, "parsers.conf");
    await writeFile(parsers, PUBLIC_PARSERS);
    const settings = {
      endpoint: host,
      httpPort: await freePort(),
      ...(identity === "irsa" && { identity }),
      ...(bufferLimit !== undefined && { bufferLimit }),
    };
    const text = recipe === "chart" ? chartConfiguration(settings) : publicRecipe(settings, parsers);
    const configuration = join(folder, "fluent-bit.conf");
    const logs = nodeLogs(folder);
    const here = { logs: join(folder, "log"), state, port, caFile: emulator.caFile };
    await writeFile(configuration, hostConfiguration(withTrials(text, trial), here, version));
    const command = trusting(emulator.caFile, join(folder, "ca"), version, [path, "-c", configuration]);
    const env = {
      PATH: process.env.PATH,
      NODE_NAME: "ip-10-0-0-1.eu-central-1.compute.internal",
      ...(identity === "irsa" ? await webIdentity(folder) : KEYS),
    };
    const engine = new Engine(command, env, join(folder, "fluent-bit.log"));
    const feeder = new Feeder(logs, feed);
    return new Bench({ feeder, engine, emulator, folder }, scale, async () => {
      await engine.kill();
      feeder.close();
      await emulator.close();
      disk?.unmount();
      if (!process.env.SHIPPING_KEEP) await rm(folder, { recursive: true, force: true });
    });
  }

  /** A duration of the fault's description, as long as this run makes it. Seconds. */
  seconds(described: number): number {
    return described * this.scale;
  }

  pause(described: number): Promise<void> {
    return sleep(this.seconds(described) * 1000);
  }

  /** From now on nothing is wrong any more: the time to drain counts from here. */
  over(): void {
    this.overAt = performance.now();
  }

  /** Remembers what is stored in a group that is about to be deleted. */
  keepStored(): void {
    this.kept.push(...this.messages());
  }

  /** Makes the release's log group again, as its owner would. */
  createLogGroup(): Promise<void> {
    return createLogGroup(this.emulator, REGION, LOG_GROUP);
  }

  tally(): Tally {
    return tally(this.feeder.sent, [...this.kept, ...this.messages()]);
  }

  /** Waits until every record has arrived, or until nothing has for a while. @returns seconds since the fault was over */
  async drained(): Promise<number> {
    const from = this.overAt ?? performance.now();
    let accepted = -1;
    let last = performance.now();
    for (;;) {
      const now = this.emulator.counts().accepted.events;
      if (now !== accepted) {
        accepted = now;
        last = performance.now();
        if (accepted >= this.total() && this.tally().lost === 0) break;
      } else if (performance.now() - last > QUIET_SECONDS * 1000) {
        break;
      }
      await sleep(LOOK_EVERY);
    }
    await sleep(SETTLE_SECONDS * 1000);
    return Math.max(0, (last - from) / 1000);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.release();
  }

  private total(): number {
    return [...this.feeder.sent.values()].reduce((sum, count) => sum + count, 0);
  }

  private messages(): string[] {
    return [...this.emulator.events()].toSorted((a, b) => a.arrival - b.arrival).map(({ message }) => message);
  }
}

function withTrials(text: string, trial: readonly Trial[]): string {
  if (trial.length === 0) return text;
  const change = (section: Section) =>
    trial
      .filter(([name]) => name === section.name)
      .reduce((changed, [, key, value]) => withOption(changed, key, value), section);
  return printClassic(parseClassic(text).map(change));
}

let loopbacks = 0;

/** An address of 127/8 that no other run uses: engines that always send to port 443 need one each. */
function nextLoopback(): string {
  const slot = loopbacks++;
  return `127.${100 + (slot % 100)}.${(process.pid >> 8) & 255}.${1 + (process.pid % 254)}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
