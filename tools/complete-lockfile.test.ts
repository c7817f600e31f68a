import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Lockfile, missingOptionalPackages } from "./complete-lockfile.ts";

test("package-lock.json has the packages of every platform; if not, run tools/complete-lockfile.ts", () => {
  const lockfile = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"));
  expect(missingOptionalPackages(lockfile)).toEqual({});
});

test("an optional package without an entry gets one from its name and its parent's version", () => {
  const lockfile: Lockfile = {
    packages: {
      "": {},
      "node_modules/tool": {
        dev: true,
        optionalDependencies: {
          "@tool/linux-x64-musl": "1.2.3",
          "@tool/linux-arm64-gnu": "1.2.3",
          "tool-win32": "1.2.3",
        },
      },
      "node_modules/tool/node_modules/tool-win32": { version: "1.2.3" },
    },
  };
  expect(missingOptionalPackages(lockfile)).toEqual({
    "node_modules/@tool/linux-x64-musl": {
      version: "1.2.3",
      cpu: ["x64"],
      dev: true,
      optional: true,
      os: ["linux"],
      libc: ["musl"],
    },
    "node_modules/@tool/linux-arm64-gnu": {
      version: "1.2.3",
      cpu: ["arm64"],
      dev: true,
      optional: true,
      os: ["linux"],
      libc: ["glibc"],
    },
  });
});

test("an optional package that is not for a platform is not guessed at", () => {
  const lockfile = { packages: { "": { optionalDependencies: { colors: "^1.0.0" } } } };
  expect(() => missingOptionalPackages(lockfile)).toThrow("no entry for colors");
});
