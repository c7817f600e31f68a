import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { adviceOnLock, complaintAbout, exitCodeOf, npmCommand, reasonToInstall, stampFor } from "./bootstrap.mjs";

describe("the Node that starts it", () => {
  test.each(["v20.0.0", "v22.22.1", "v24.21.0", "v100.0.0"])("%s will do", (version) => {
    expect(complaintAbout(version)).toBeUndefined();
  });

  test.each(["v18.20.4", "v19.9.0", "v8.0.0", ""])("%s is refused", (version) => {
    expect(complaintAbout(version)).toContain(`Node ${version} is too old`);
  });
});

describe("an installation", () => {
  const expected = stampFor("lockfile", "linux", "x64");

  test("is kept while lockfile and machine are the same", () => {
    expect(reasonToInstall({ installed: true, stamp: expected, expected })).toBeUndefined();
  });

  test.each([
    ["nothing is installed yet", { installed: false, stamp: undefined }],
    ["nothing is installed yet", { installed: false, stamp: expected }],
    ["the last installation was not finished", { installed: true, stamp: undefined }],
    ["package-lock.json has changed", { installed: true, stamp: stampFor("older lockfile", "linux", "x64") }],
    ["package-lock.json has changed", { installed: true, stamp: stampFor("lockfile", "linux", "arm64") }],
  ])("is made when %s", (reason, state) => {
    expect(reasonToInstall({ ...state, expected })).toContain(reason);
  });
});

test("the npm that started the script is used again, else the one on PATH", () => {
  const started = npmCommand({ npm_execpath: "/opt/npm-cli.js" }, "linux");
  expect(started).toEqual({ program: process.execPath, args: ["/opt/npm-cli.js"] });
  expect(npmCommand({}, "linux")).toEqual({ program: "npm", args: [], shell: false });
  expect(npmCommand({ npm_execpath: "/opt/pnpm" }, "win32")).toEqual({ program: "npm.cmd", args: [], shell: true });
});

test("a signal ends with the exit code that shells give it", () => {
  expect(exitCodeOf(3, null, undefined)).toBe(3);
  expect(exitCodeOf(null, "SIGKILL", undefined)).toBe(128 + constants.signals.SIGKILL);
  expect(exitCodeOf(1, null, "SIGINT")).toBe(130);
});

test("a lock is respected while its holder lives", () => {
  expect(adviceOnLock(42, () => true)).toBe("wait");
  expect(adviceOnLock(42, () => false)).toBe("take over");
  expect(adviceOnLock(Number.NaN, () => true)).toBe("take over");
});

describe("in a fresh clone", () => {
  let root: string;
  const file = (name: string) => join(root, name);
  const write = (name: string, content: string) => {
    mkdirSync(join(file(name), ".."), { recursive: true });
    writeFileSync(file(name), content);
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "shelltrail bootstrap "));
    mkdirSync(file("tools"));
    copyFileSync(fileURLToPath(new URL("bootstrap.mjs", import.meta.url)), file("tools/bootstrap.mjs"));
    const said = 'require("fs").existsSync(".nx/install.lock") ? "still locked" : "tested"';
    write("tools/test.ts", `console.log(${said}, ...process.argv.slice(2)); process.exitCode = 7;`);
    write("package-lock.json", "{}");
  });
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
    rmSync(root, { recursive: true, force: true });
  });

  /** A stand-in for npm: notes the call, then does what the script says. */
  function fakeNpm(script: string): NodeJS.ProcessEnv {
    const noted = `require("fs").appendFileSync("npm.log", process.argv.slice(2).join(" ") + "\\n");`;
    write("npm-cli.js", `${noted}\n${script}`);
    return { npm_execpath: file("npm-cli.js") };
  }
  const installsNode = `
    require("fs").mkdirSync("node_modules/.bin", { recursive: true });
    require("fs").symlinkSync(process.execPath, "node_modules/.bin/node");`;
  const calls = () => readFileSync(file("npm.log"), "utf8").trim().split("\n");
  const stamp = () => file("node_modules/.shelltrail-lock");

  function start(env: NodeJS.ProcessEnv, ...args: string[]) {
    const script = file("tools/bootstrap.mjs");
    const child = spawn(process.execPath, [script, ...args], { env: { PATH: process.env.PATH, ...env } });
    running.push(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
      child.once("close", (code) => resolve({ code, output }));
    });
    return { child, ended, output: () => output };
  }
  const bootstrap = (env: NodeJS.ProcessEnv, ...args: string[]) => start(env, ...args).ended;

  test("installs once, then runs the task and passes its arguments and exit code through", async () => {
    const env = fakeNpm(installsNode);
    const first = await bootstrap(env, "test", "--project", "tools");
    expect(first.output).toContain("nothing is installed yet");
    expect(first.output).toContain("tested --project tools");
    expect(first.code).toBe(7);
    expect(await bootstrap(env, "test")).toEqual({ code: 7, output: "tested\n" });
    expect(calls()).toEqual(["ci --no-audit --no-fund --loglevel=error"]);
    expect(existsSync(file(".nx/install.lock"))).toBe(false);
  });

  test("installs again when package-lock.json changes, whatever its time", async () => {
    const env = fakeNpm(
      installsNode.replace("symlinkSync", "existsSync('node_modules/.bin/node') || require('fs').symlinkSync"),
    );
    await bootstrap(env, "test");
    write("package-lock.json", '{"changed":true}');
    execFileSync("touch", ["-t", "200001010000", file("package-lock.json")]);
    expect((await bootstrap(env, "test")).output).toContain("package-lock.json has changed");
    expect(calls()).toHaveLength(2);
  });

  test("with the real npm", async () => {
    const fake = { name: "fake", version: "1.0.0", bin: { node: "node.sh" } };
    const workspace = { name: "clone", dependencies: { fake: "file:fake" } };
    write("fake/package.json", JSON.stringify(fake));
    write("fake/node.sh", `#!/bin/sh\nexec "${process.execPath}" "$@"\n`);
    chmodSync(file("fake/node.sh"), 0o755);
    write("package.json", JSON.stringify(workspace));
    const packages = { "": workspace, fake, "node_modules/fake": { resolved: "fake", link: true } };
    write("package-lock.json", JSON.stringify({ name: "clone", lockfileVersion: 3, requires: true, packages }));
    const { code, output } = await bootstrap({ HOME: root }, "test");
    expect(output).toMatch(/Installed in \d+ s\.\ntested\n$/);
    expect(code).toBe(7);
    expect(existsSync(stamp())).toBe(true);
  }, 30_000);

  test("a failing npm ci ends the run with its exit code and leaves no stamp", async () => {
    write("node_modules/.shelltrail-lock", "old");
    const { code, output } = await bootstrap(fakeNpm(`${installsNode} process.exit(9);`), "test");
    expect(output).toContain("npm ci failed with exit code 9");
    expect(output).not.toContain("tested");
    expect(code).toBe(9);
    expect(existsSync(stamp())).toBe(false);
    expect(existsSync(file(".nx/install.lock"))).toBe(false);
  });

  test("a missing npm is named", async () => {
    const { code, output } = await bootstrap({ PATH: file("tools") }, "test");
    expect(output).toContain("npm was not found");
    expect(code).toBe(127);
  });

  test("an installation without the workspace's Node is not taken for one", async () => {
    const { code, output } = await bootstrap(fakeNpm(""), "test");
    expect(output).toContain("ignore-scripts");
    expect(code).toBe(1);
    expect(existsSync(stamp())).toBe(false);
  });

  test("an install by hand is not repeated, unless npm only pretended", async () => {
    for (const flag of ["npm_config_package_lock_only", "npm_config_dry_run"]) {
      expect(await bootstrap({ [flag]: "true" }, "stamp")).toEqual({ code: 0, output: "" });
    }
    const env = fakeNpm("process.exit(9)");
    execFileSync(process.execPath, ["-e", installsNode], { cwd: root });
    await bootstrap(env, "stamp");
    expect((await bootstrap(env, "test")).output).toBe("tested\n");
  });

  test("an unknown task is refused before anything is installed", async () => {
    const { code, output } = await bootstrap(fakeNpm(""), "tset");
    expect(output).toContain("Unknown task tset: use one of test, demo");
    expect(code).toBe(1);
    expect(existsSync(file("npm.log"))).toBe(false);
  });

  test("two runs at once install once", async () => {
    const env = fakeNpm(`setTimeout(() => {${installsNode}}, 700);`);
    const [a, b] = await Promise.all([bootstrap(env, "test"), bootstrap(env, "test")]);
    expect([a.code, b.code]).toEqual([7, 7]);
    expect(a.output + b.output).toContain("Waiting for process");
    expect(calls()).toHaveLength(1);
  });

  test("the lock of a run that was killed does not hold up the next", async () => {
    const gone = spawn(process.execPath, ["--version"]);
    await new Promise((resolve) => gone.once("close", resolve));
    write(".nx/install.lock/pid", String(gone.pid));
    const { code, output } = await bootstrap(fakeNpm(installsNode), "test");
    expect(output).not.toContain("Waiting");
    expect(code).toBe(7);
  });

  test.each([
    [
      "npm ci",
      () => fakeNpm(`process.on("SIGINT", () => process.exit(1)); console.log("ready"); setTimeout(() => {}, 3e4);`),
    ],
    [
      "the task",
      () => {
        write(
          "tools/test.ts",
          'process.on("SIGINT", () => process.exit(1)); console.log("ready"); setTimeout(() => {}, 3e4);',
        );
        return fakeNpm(installsNode);
      },
    ],
  ])("Ctrl-C reaches %s and ends the run with 130", async (_, prepare) => {
    const run = start(prepare(), "test");
    await expect.poll(run.output, { timeout: 10_000 }).toContain("ready");
    run.child.kill("SIGINT");
    expect((await run.ended).code).toBe(130);
    expect(existsSync(file(".nx/install.lock"))).toBe(false);
  });
});
