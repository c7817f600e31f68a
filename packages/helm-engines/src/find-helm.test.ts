import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { findHelm, findOnPath, parseHelmVersion, pinnedHelm, provingHelms } from "./find-helm.ts";
import { helm, isolatedEnvironment } from "./helm.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "find-helm-test-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function program(name: string, script: string): Promise<string> {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, name), 0o755);
  return join(folder, name);
}

describe("findHelm", () => {
  test("prefers HELM to the PATH, and the PATH to what the workspace brings", async () => {
    vi.stubEnv("HELM", "");
    vi.stubEnv("PATH", `${folder}${delimiter}${process.env.PATH}`);
    const path = await program("helm", "echo v3.19.4+gabcdef0");
    expect(await findHelm()).toEqual({ path, version: "3.19.4", from: "PATH" });
    const named = await program("other", "echo v4.0.0");
    vi.stubEnv("HELM", named);
    expect(await findHelm()).toEqual({ path: named, version: "4.0.0", from: "HELM" });
  });

  test.each([
    [
      "is not there",
      "missing",
      /Failed to run Helm at .*missing \(from HELM\)\. The variable HELM must name a Helm program/,
    ],
    ["is not Helm", "other", /other \(from HELM\) did not print Helm's version: usage: cat.*The variable HELM/],
  ])("does not look elsewhere when HELM %s", async (_, name, message) => {
    await program("other", "echo 'usage: cat'");
    vi.stubEnv("HELM", join(folder, name));
    await expect(findHelm()).rejects.toThrow(message);
  });
});

test("charts are proven on every Helm once, oldest first", async () => {
  const pinned = await pinnedHelm("3.22.0");
  await symlink(pinned.path, join(folder, "helm"));
  vi.stubEnv("HELM", await program("older", "echo v3.9.4"));
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env.PATH}`);
  const helms = (await provingHelms()).filter(({ from }) => from !== "npm");
  expect(helms.map(({ version, from }) => `${version} ${from}`)).toEqual(["3.9.4 HELM", "3.22.0 PATH", "4.3.1 go"]);
});

test("of two Helms of one version the one that findHelm prefers counts", async () => {
  vi.stubEnv("HELM", await program("named", "echo v3.9.4"));
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env.PATH}`);
  await program("helm", "echo v3.9.4");
  expect((await provingHelms()).filter(({ version }) => version === "3.9.4")).toMatchObject([{ from: "HELM" }]);
});

test.each([
  ["v3.22.0", "3.22.0"],
  ["v3.10.1+g9f88ccb\n", "3.10.1"],
  ["v4.0.0-rc.1", "4.0.0-rc.1"],
  ["v4.3", "4.3"],
  ["3.22.0", undefined],
  ["", undefined],
])("reads the version %j", (text, version) => {
  expect(parseHelmVersion(text)).toBe(version);
});

test("finds the first executable file on a PATH", async () => {
  await writeFile(join(folder, "plain"), "");
  const path = await program("tool", "");
  const search = ["", "/nowhere", folder].join(delimiter);
  expect(findOnPath("tool", search)).toBe(path);
  expect(findOnPath("plain", search)).toBeUndefined();
});

test("does not take the Helm that npm put on the PATH for the user's", async () => {
  const bin = join(folder, "node_modules", ".bin");
  await mkdir(bin, { recursive: true });
  const path = await program(join("node_modules", ".bin", "helm"), "exit 0");
  expect(findOnPath("helm", dirname(path))).toBeUndefined();
});

test("runs Helm without anything of the user's", async () => {
  expect(isolatedEnvironment({ PATH: "/bin", HELM_NAMESPACE: "x", HELM_PLUGINS: "/p" }, "/t")).toEqual({
    PATH: "/bin",
    HELM_CACHE_HOME: "/t/cache",
    HELM_CONFIG_HOME: "/t/config",
    HELM_DATA_HOME: "/t/data",
  });
  vi.stubEnv("HELM_NAMESPACE", "of-the-user");
  const result = await helm(await pinnedHelm("4.3.1"), ["env", "HELM_NAMESPACE"]);
  expect(result).toEqual({ stdout: "default\n", stderr: "", exitCode: 0 });
  expect((await helm(await pinnedHelm("3.22.0"), ["no-such-command"])).exitCode).toBe(1);
});
