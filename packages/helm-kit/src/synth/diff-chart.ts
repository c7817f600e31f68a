import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** One file in which a chart folder differs from what its source gives. */
export interface FileDifference {
  /** Below the folder, with forward slashes. */
  readonly path: string;
  /** `missing`: the folder lacks it. `extra`: only the folder has it. */
  readonly kind: "missing" | "extra" | "changed";
  /** For a changed file, its first differing line: "@@ line 3 @@", "-in the folder", "+from the source". */
  readonly excerpt: readonly string[];
}

/** Where and how the files of a folder differ from those of a chart, by path. */
export function diffChart(
  actual: ReadonlyMap<string, string>,
  expected: ReadonlyMap<string, string>,
): readonly FileDifference[] {
  const paths = [...new Set([...actual.keys(), ...expected.keys()])].sort();
  return paths.flatMap((path): FileDifference[] => {
    const [before, after] = [actual.get(path), expected.get(path)];
    if (before === after) return [];
    if (before === undefined) return [{ path, kind: "missing", excerpt: [] }];
    if (after === undefined) return [{ path, kind: "extra", excerpt: [] }];
    return [{ path, kind: "changed", excerpt: excerptOf(before, after) }];
  });
}

/** Content of every file below a folder by its path; nothing for a folder that is not there. */
export function readFolder(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of entriesOf(folder)) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(posix(relative(folder, path)), readFileSync(path, "utf8"));
    // A link or a socket is never what synth wrote; its content does not matter.
    else if (!entry.isDirectory()) files.set(posix(relative(folder, path)), "(not a regular file)");
  }
  return files;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function posix(path: string): string {
  return path.split(sep).join("/");
}

const EXCERPT_WIDTH = 160;

function excerptOf(before: string, after: string): string[] {
  const [old, fresh] = [before.split("\n"), after.split("\n")];
  let index = 0;
  while (old[index] === fresh[index]) index++;
  const line = (sign: string, text: string | undefined) => (text === undefined ? [] : [sign + visible(text)]);
  return [`@@ line ${index + 1} @@`, ...line("-", old[index]), ...line("+", fresh[index])];
}

/** Line endings and other control characters, which a terminal would not show. */
function visible(text: string): string {
  const shown = text.replaceAll(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
  return shown.length > EXCERPT_WIDTH ? `${shown.slice(0, EXCERPT_WIDTH)}…` : shown;
}
