import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { runProcess } from "./run-process.ts";

test("the README's example prints what the README says", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, example, printed] = /```ts\n(.*?)```\n\nPrints `([^`]+)`/s.exec(readme) ?? [];
  const args = ["--conditions=@shelltrail/source", "--input-type=module-typescript", "-"];
  const cwd = new URL("..", import.meta.url).pathname;
  const { stdout, stderr } = await runProcess(process.execPath, args, { cwd, input: example ?? "" });
  expect(stderr).toBe("");
  expect(stdout.replaceAll(/\s+/g, " ").trim()).toBe(printed);
});
