import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findFluentBit, parseFluentBitVersion } from "./find.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "find-fluent-bit-test-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function program(output: string): Promise<string> {
  const file = join(folder, "fluent-bit");
  await writeFile(file, `#!/bin/sh\necho '${output}'\n`);
  await chmod(file, 0o755);
  return file;
}

test("takes what FLUENT_BIT names before the one on the PATH", async () => {
  const path = await program("Fluent Bit v5.1.5");
  expect(await findFluentBit({ env: { FLUENT_BIT: path, PATH: "/nowhere" } })).toEqual({
    path,
    version: "5.1.5",
    from: "FLUENT_BIT",
  });
  expect(await findFluentBit({ env: { PATH: `/nowhere:${folder}` } })).toMatchObject({ path, from: "PATH" });
});

test("refuses a FLUENT_BIT that is something else, and does not look elsewhere", async () => {
  const path = await program("GNU bash, version 5.2.15");
  await expect(findFluentBit({ env: { FLUENT_BIT: path, PATH: folder } })).rejects.toThrow(
    /did not print Fluent Bit's version: GNU bash.*FLUENT_BIT must name a Fluent Bit program/,
  );
  await expect(findFluentBit({ env: { FLUENT_BIT: join(folder, "absent") } })).rejects.toThrow(
    /Failed to run .*absent/,
  );
});

test("builds nothing unless it is asked to", async () => {
  expect(await findFluentBit({ env: { PATH: "/nowhere", XDG_CACHE_HOME: folder } })).toBeUndefined();
});

test.each([
  ["Fluent Bit v1.8.15\nGit commit: \n", "1.8.15"],
  ["Fluent Bit v5.1.1", "5.1.1"],
  ["fluentd 1.16.2", undefined],
])("reads the version of %j", (text, version) => {
  expect(parseFluentBitVersion(text)).toBe(version);
});
