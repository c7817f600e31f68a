import { closeSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Files that the kubelet keeps for a container: `containerLogMaxFiles`. */
const MAX_FILES = 5;
/** Writes that still reach the renamed file, until the kubelet has told containerd to open a new one. */
const WRITES_BEFORE_REOPEN = 2;

/**
 * The log of one container: containerd appends to `0.log`, and the kubelet rotates it as `pkg/kubelet/logs/container_log_manager.go`
 * does: rename to `0.log.TIMESTAMP`, and at the next rotation gzip what was rotated before and drop the oldest.
 */
export class ContainerLog {
  readonly folder: string;
  private readonly maxBytes: number;
  private descriptor: number | undefined;
  private bytes = 0;
  private writesBeforeReopen = 0;
  private rotations = 0;

  /** @param maxBytes size after which a file is rotated: `containerLogMaxSize`, 10 MiB by default */
  constructor(folder: string, maxBytes = 10 * 1024 * 1024) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /** Appends lines as one write, as containerd does. */
  append(lines: Buffer): void {
    if (this.descriptor === undefined || (this.writesBeforeReopen > 0 && --this.writesBeforeReopen === 0))
      this.reopen();
    writeSync(this.descriptor as number, lines);
    this.bytes += lines.length;
    if (this.bytes >= this.maxBytes && this.writesBeforeReopen === 0) this.rotate();
  }

  /** Rotates whatever the size. Does nothing to a log that has no file yet. */
  rotate(): void {
    if (this.descriptor === undefined) return;
    this.compressRotated();
    renameSync(this.live, `${this.live}.${rotationStamp(this.rotations++)}`);
    this.writesBeforeReopen = WRITES_BEFORE_REOPEN;
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  private get live(): string {
    return join(this.folder, "0.log");
  }

  private reopen(): void {
    this.close();
    this.descriptor = openSync(this.live, "a");
    this.bytes = 0;
    this.writesBeforeReopen = 0;
  }

  private compressRotated(): void {
    const rotated = readdirSync(this.folder)
      .filter((name) => name.startsWith("0.log."))
      .toSorted();
    // The live file and the one that it becomes count too.
    const excess = rotated.splice(0, Math.max(0, rotated.length - (MAX_FILES - 2)));
    for (const name of excess) rmSync(join(this.folder, name));
    for (const name of rotated.filter((file) => !file.endsWith(".gz"))) {
      const file = join(this.folder, name);
      writeFileSync(`${file}.tmp`, gzipSync(readFileSync(file)));
      renameSync(`${file}.tmp`, `${file}.gz`);
      rmSync(file);
    }
  }
}

/** The kubelet's `20060102-150405`; a minute apart, because tests rotate more than once in a second. */
function rotationStamp(rotation: number): string {
  const time = new Date(Date.UTC(2026, 0, 1) + rotation * 60_000).toISOString();
  return time.slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
}
