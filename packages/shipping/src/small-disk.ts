import { execFileSync } from "node:child_process";

/** Why this user cannot have a disk of a few megabytes; undefined when it can. */
export function whyNoSmallDisk(): string | undefined {
  if (process.platform === "linux" && process.getuid?.() === 0) return undefined;
  return "a full disk needs root on Linux, to mount a small one";
}

/** Mounts a file system of so many bytes on a folder. */
export function smallDisk(folder: string, bytes: number): { unmount(): void } {
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "none", folder]);
  return { unmount: () => void execFileSync("umount", ["--lazy", folder]) };
}
