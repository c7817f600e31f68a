import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, closeSync, openSync, readFileSync } from "node:fs";

/** How often memory is read, ms. */
const SAMPLE_EVERY = 250;

/** One Fluent Bit that can be started again after it was stopped or killed, on the same state. */
export class Engine {
  private readonly command: readonly string[];
  private readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  private child: ChildProcess | undefined;
  private sampler: NodeJS.Timeout | undefined;
  private peak = 0;

  constructor(command: readonly string[], env: NodeJS.ProcessEnv, logFile: string) {
    this.command = command;
    this.env = env;
    this.logFile = logFile;
  }

  /** Highest resident memory of all its lives so far, bytes. */
  get peakMemory(): number {
    return this.peak;
  }

  get running(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  start(): void {
    const [program = "", ...args] = this.command;
    const log = openSync(this.logFile, "a");
    this.child = spawn(program, args, { env: this.env, stdio: ["ignore", log, log] });
    closeSync(log);
    this.child.once("error", (error) => appendFileSync(this.logFile, `${error}\n`));
    this.sampler = setInterval(() => this.sample(), SAMPLE_EVERY);
    this.sampler.unref();
  }

  /** SIGKILL, as the kernel's out-of-memory killer or a lost node does it. */
  kill(): Promise<void> {
    return this.end("SIGKILL");
  }

  /** SIGTERM, as the kubelet does it; SIGKILL after the pod's grace period. */
  stop(graceSeconds = 45): Promise<void> {
    const timer = setTimeout(() => this.child?.kill("SIGKILL"), graceSeconds * 1000);
    return this.end("SIGTERM").finally(() => clearTimeout(timer));
  }

  /** What it said on its own log. */
  log(): string {
    return readFileSync(this.logFile, "utf8");
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    this.sample();
    clearInterval(this.sampler);
    const child = this.child;
    if (child === undefined || !this.running) return;
    const closed = once(child, "close");
    child.kill(signal);
    await closed;
  }

  private sample(): void {
    if (!this.running || this.child?.pid === undefined) return;
    try {
      const high = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.child.pid}/status`, "utf8"))?.[1];
      this.peak = Math.max(this.peak, Number(high ?? 0) * 1024);
    } catch {
      // It ended between the two lines.
    }
  }
}
