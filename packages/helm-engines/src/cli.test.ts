import { expect, test } from "vitest";
import { runProcess } from "./run-process.ts";
import { formatTable } from "./table.ts";

const cli = new URL("./cli.ts", import.meta.url).pathname;
const run = (...args: string[]) => runProcess(process.execPath, [cli, ...args]);

test("--help explains, with exit code 0", async () => {
  const { stdout, exitCode } = await run("--help");
  expect(stdout).toMatch(/^Usage: helm-engines <command>.*install.*versions.*Exit codes/s);
  expect(exitCode).toBe(0);
});

test.each([
  [[], "a command is needed: install or versions"],
  [["instal"], 'unknown command "instal"'],
  [["versions", "extra"], "too many arguments: extra"],
  [["versions", "--output", "yaml"], '--output is "yaml"; it must be table or json'],
  [["versions", "--verbose"], "'--verbose'"],
])("%j is wrong usage, with exit code 2", async (args, message) => {
  const { stdout, stderr, exitCode } = await run(...args);
  expect(stderr).toContain(message);
  expect(stderr).toContain("--help");
  expect([stdout, exitCode]).toEqual(["", 2]);
});

test("versions lists every engine", async () => {
  const { stdout, exitCode } = await run("versions", "--output", "json");
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ tool: "helm", version: "3.22.0" }),
      expect.objectContaining({ tool: "helm", version: "4.3.1" }),
      { tool: "kubeconform", version: "0.8.0", from: "go", default: false },
      { tool: "kube-score", version: "1.20.0", from: "go", default: false },
    ]),
  );
});

test("a second install builds nothing and says where things are", async () => {
  const { stdout, stderr, exitCode } = await run("install");
  expect(stdout).toMatch(/^TOOL +VERSION +SECONDS +PATH\nhelm3 +3\.22\.0 +0 +\/.*\/helm3\n/);
  expect([stderr, exitCode]).toEqual(["", 0]);
});

test("a table has a column per key", () => {
  const rows = [
    { tool: "helm", size: 1, yes: true },
    { tool: "x", size: 1000, yes: false },
  ];
  expect(formatTable(rows)).toBe("TOOL  SIZE  YES\nhelm  1     yes\nx     1000\n");
  expect(formatTable([])).toBe("");
});
