import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildArguments, type GoTool, goTools } from "./go-tools.ts";
import { runProcess } from "./run-process.ts";

test.each(Object.entries<GoTool>(goTools))("%s has the version that its go.mod pins", async (_, tool) => {
  const goMod = await readFile(new URL(`../go/${tool.module}/go.mod`, import.meta.url), "utf8");
  const pinned = [...goMod.matchAll(/^(?:require)?\s*(\S+) v(\S+?)(?: \/\/ indirect)?$/gm)].filter(([, path]) =>
    tool.package.startsWith("./") ? path?.startsWith("helm.sh/helm/") : tool.package.startsWith(`${path}/`),
  );
  expect(pinned.map(([, , version]) => version)).toEqual([tool.version]);
});

test("builds without traces of the machine", () => {
  expect(buildArguments(goTools.helm4, "OUT")).toEqual([
    "build",
    "-trimpath",
    "-buildvcs=false",
    "-mod=readonly",
    "-ldflags",
    "-s -w -X helm.sh/helm/v4/internal/version.version=v4.3.1",
    "-o",
    "OUT",
    "helm.sh/helm/v4/cmd/helm",
  ]);
});

const cli = new URL("./cli.ts", import.meta.url).pathname;

test("without go, says which one is needed and what is lost", async () => {
  const result = await runProcess(process.execPath, [cli, "install"], { env: { PATH: "/nowhere" } });
  expect(result.exitCode).toBe(1);
  expect(result.stderr).toMatch(/No "go" on the PATH: install Go 1\.26 or newer.*no kubeconform/s);
});

test("a failed build names its command and keeps its log", async () => {
  const folder = await mkdtemp(join(tmpdir(), "go-tools-test-"));
  try {
    const script =
      '#!/bin/sh\nif [ "$1" = env ]; then echo go1.0; else echo "note: module requires Go 1.26" >&2; exit 3; fi\n';
    await writeFile(join(folder, "go"), script);
    await chmod(join(folder, "go"), 0o755);
    const env = { PATH: `${folder}:/bin:/usr/bin`, XDG_CACHE_HOME: folder };
    const result = await runProcess(process.execPath, [cli, "install"], { env });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toMatch(
      /Failed to build helm 3\.22\.0: go build .*exited with 3:\nnote: module requires Go 1\.26/s,
    );
    const log = /output is in (\S+\.log)/.exec(result.stderr)?.[1] ?? "";
    expect(await readFile(log, "utf8")).toContain("module requires Go 1.26");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
