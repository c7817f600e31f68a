import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("the README's example prints what the README says", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [, example, printed] = /```ts\n(.*?)```\n\nPrints\n\n```json\n(.*?)```/s.exec(readme) ?? [];
  const out = execFileSync(
    process.execPath,
    ["--conditions=@shelltrail/source", "--input-type=module-typescript", "-"],
    { cwd: fileURLToPath(new URL("..", import.meta.url)), input: example ?? "", encoding: "utf8" },
  );
  // Biome lays JSON out in its own way.
  expect(JSON.parse(out)).toEqual(JSON.parse(printed ?? ""));
});
