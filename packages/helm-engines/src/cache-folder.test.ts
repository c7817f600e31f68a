import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cachedFolder, cacheRoot } from "./cache-folder.ts";
import { runProcess } from "./run-process.ts";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "cache-folder-test-"));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const write = (text: string) => (folder: string) => writeFile(join(folder, "file"), text);

test("fills a folder once", async () => {
  await cachedFolder(parent, "a", write("first"));
  const folder = await cachedFolder(parent, "a", () => Promise.reject(new Error("filled twice")));
  expect(folder).toBe(join(parent, "a"));
  expect(await readFile(join(folder, "file"), "utf8")).toBe("first");
  expect(await readdir(parent)).toEqual(["a"]);
});

test("leaves nothing behind when filling fails", async () => {
  const fill = async (folder: string) => {
    await write("half")(folder);
    throw new Error("no compiler");
  };
  await expect(cachedFolder(parent, "a", fill)).rejects.toThrow("no compiler");
  expect(await readdir(parent)).toEqual([]);
});

test("lets two runs fill the same folder at once", async () => {
  const folders = await Promise.all(["one", "two", "three"].map((text) => cachedFolder(parent, "a", write(text))));
  expect(new Set(folders)).toEqual(new Set([join(parent, "a")]));
  expect(["one", "two", "three"]).toContain(await readFile(join(parent, "a", "file"), "utf8"));
  expect(await readdir(parent)).toEqual(["a"]);
});

test("removes what a killed run left, and not what a living one is filling", async () => {
  const gone = Number((await runProcess(process.execPath, ["-p", "process.pid"])).stdout);
  await mkdir(join(parent, `.unfinished-${gone}-abc`));
  await mkdir(join(parent, `.unfinished-${process.pid}-abc`));
  await cachedFolder(parent, "a", write("text"));
  expect((await readdir(parent)).sort()).toEqual([`.unfinished-${process.pid}-abc`, "a"]);
});

test("lies where the user keeps caches", () => {
  expect(cacheRoot({ XDG_CACHE_HOME: "/var/cache/me" })).toBe("/var/cache/me/shelltrail");
  expect(cacheRoot({})).toMatch(/\/\.cache\/shelltrail$/);
});
