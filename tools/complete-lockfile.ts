// `node tools/complete-lockfile.ts`, after `npm install` behind a registry that mirrors packages for one platform only: npm drops
// the optional packages of the other platforms from package-lock.json, and `npm ci` then refuses the file everywhere. Adds
// them back by the names and versions that their parents ask for. Without a checksum: nothing to compute it from is at hand.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Lockfile {
  packages: Record<string, LockedPackage>;
}

interface LockedPackage {
  version?: string;
  optionalDependencies?: Record<string, string>;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

const systems = new Set([
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
]);
const processors = new Set(["arm", "arm64", "ia32", "loong64", "ppc64", "riscv64", "s390x", "wasm32", "x64"]);
const libraries = new Map([
  ["musl", "musl"],
  ["gnu", "glibc"],
]);

/** Entries for the optional packages that somebody asks for and the lockfile does not have, by their place in it. */
export function missingOptionalPackages({ packages }: Lockfile): Record<string, LockedPackage> {
  const missing: Record<string, LockedPackage> = {};
  for (const [parent, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const place = `node_modules/${name}`;
      if (packages[place] || packages[`${parent}/${place}`]) continue;
      // The platform stands in the name, by the custom of all native packages: @biomejs/cli-linux-x64-musl.
      const words = name.split(/[/-]/);
      const os = words.filter((word) => systems.has(word));
      const cpu = words.filter((word) => processors.has(word));
      const libc = words.flatMap((word) => libraries.get(word) ?? []);
      if (os.length === 0) throw new Error(`package-lock.json: no entry for ${name}, and no platform in its name`);
      missing[place] = {
        version,
        ...(cpu.length > 0 && { cpu }),
        ...(dev && { dev }),
        optional: true,
        os,
        ...(libc.length > 0 && { libc }),
      };
    }
  }
  return missing;
}

if (import.meta.main) {
  const file = fileURLToPath(new URL("../package-lock.json", import.meta.url));
  const lockfile: Lockfile = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingOptionalPackages(lockfile);
  const [rootEntry, ...others] = Object.entries({ ...lockfile.packages, ...missing });
  others.sort(([a], [b]) => a.localeCompare(b, "en"));
  lockfile.packages = Object.fromEntries(rootEntry === undefined ? [] : [rootEntry, ...others]);
  writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
  console.log(`${Object.keys(missing).length} packages of other platforms added`);
}
