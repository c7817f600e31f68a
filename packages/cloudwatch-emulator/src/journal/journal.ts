import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import type { JournalEntry } from "./entry.ts";

/**
 * When stored data is forced to the disk: before each answer, once a second, or when the system likes. A killed emulator loses
 * nothing it has answered for in any of them; they differ only when the machine goes down.
 */
export type FsyncPolicy = "always" | "second" | "never";

/** Where changes are kept. */
export interface Journal {
  /** Resolves when the entry is kept as the policy says. Rejects when it cannot be, and from then on always. */
  append(entry: JournalEntry): Promise<void>;
  close(): Promise<void>;
}

/** Keeps nothing. */
export const noJournal: Journal = { append: async () => {}, close: async () => {} };

/** Appends to a file of JSON lines; its folder is made when it does not exist. */
export async function openJournal(file: string, policy: FsyncPolicy): Promise<Journal> {
  await mkdir(dirname(file), { recursive: true });
  return new FileJournal(await open(file, "a"), policy);
}

interface Waiting {
  line: string;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** One write, and one fsync, for all entries that came in during the last: many clients cost little more than one. */
class FileJournal implements Journal {
  readonly #file: FileHandle;
  readonly #policy: FsyncPolicy;
  readonly #timer: NodeJS.Timeout | undefined;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #dirty = false;
  /** A failed write may have left half a line; nothing may follow it. */
  #failure: Error | undefined;

  constructor(file: FileHandle, policy: FsyncPolicy) {
    this.#file = file;
    this.#policy = policy;
    if (policy === "second") {
      this.#timer = setInterval(() => void this.#syncIfDirty().catch((error) => this.#fail(error)), 1000);
      this.#timer.unref();
    }
  }

  append(entry: JournalEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line: `${JSON.stringify(entry)}\n`, resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
    await this.#syncIfDirty();
    await this.#file.close();
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        if (this.#failure) throw this.#failure;
        await this.#file.appendFile(batch.map(({ line }) => line).join(""));
        this.#dirty = true;
        if (this.#policy === "always") await this.#syncIfDirty();
        for (const { resolve } of batch) resolve();
      } catch (error) {
        this.#fail(error);
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = undefined;
  }

  async #syncIfDirty(): Promise<void> {
    if (this.#dirty) {
      this.#dirty = false;
      await this.#file.datasync();
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= new Error(`Nothing more is stored: ${(error as Error).message}`, { cause: error });
  }
}
