import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readFolder } from "./diff-chart.ts";
import { writeChart } from "./write-chart.ts";

let parent: string;
let target: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "helm-kit write "));
  target = join(parent, "web");
});
afterEach(() => rmSync(parent, { recursive: true }));

const chart = (name: string, more: object = {}) =>
  new Map<string, string>(Object.entries({ "Chart.yaml": `name: ${name}\n`, "templates/a.yaml": "a: 1\n", ...more }));

/** Puts files below the parent, by path. */
function put(files: Readonly<Record<string, string>>) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(parent, path, ".."), { recursive: true });
    writeFileSync(join(parent, path), content);
  }
}

/** The id of a process that has ended. */
const deadProcess = () => spawnSync(process.execPath, ["-e", ""]).pid;

describe("a chart is written", () => {
  test("into a folder that is not there, nor its parent", async () => {
    const deep = join(parent, "charts/deep/web");
    const differences = await writeChart(deep, chart("web"));
    expect(readFolder(deep)).toEqual(chart("web"));
    expect(differences.map(({ kind }) => kind)).toEqual(["missing", "missing"]);
    expect(statSync(deep).mode & 0o055).toBe(0o055);
  });

  test("into an empty folder", async () => {
    mkdirSync(target);
    await writeChart(target, chart("web"));
    expect(readFolder(target)).toEqual(chart("web"));
  });

  test("over an earlier one, of which nothing stays", async () => {
    put({ "web/Chart.yaml": "name: web\n", "web/templates/old.yaml": "old", "web/templates/a.yaml": "a: 0\n" });
    const differences = await writeChart(target, chart("web"));
    expect(readFolder(target)).toEqual(chart("web"));
    expect(differences.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      "changed templates/a.yaml",
      "extra templates/old.yaml",
    ]);
    expect(readdirSync(parent)).toEqual(["web"]);
  });

  test("through a link, which stays", async () => {
    put({ "real/Chart.yaml": "name: web\n" });
    symlinkSync("real", target);
    await writeChart(target, chart("web"));
    expect(readFolder(join(parent, "real"))).toEqual(chart("web"));
    expect(readdirSync(parent)).toEqual(["real", "web"]);
  });

  test("not at all where it is there already", async () => {
    await writeChart(target, chart("web"));
    const before = statSync(target).ino;
    expect(await writeChart(target, chart("web"))).toEqual([]);
    expect(statSync(target).ino).toBe(before);
  });
});

describe("somebody's folder is left alone", () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      "that is no chart",
      { "web/thesis.tex": "x" },
      /is not empty and is no chart \(no Chart.yaml\): choose another folder/,
    ],
    ["of another chart", { "web/Chart.yaml": "name: db\n" }, /holds the chart "db", not "web": choose another folder/],
    ["with a broken Chart.yaml", { "web/Chart.yaml": "{" }, /holds a Chart.yaml without a name, not "web"/],
    [
      "that is a Git repository",
      { "web/Chart.yaml": "name: web\n", "web/.git/HEAD": "x" },
      /is the root of a Git repository: choose a folder inside it/,
    ],
    ["that is a file", { web: "x" }, /is a file: choose a folder for the chart/],
  ])("%s", async (_what, files, message) => {
    put(files);
    const before = readFolder(parent);
    await expect(writeChart(target, chart("web"))).rejects.toThrow(message);
    expect(readFolder(parent)).toEqual(before);
  });
});

describe("a folder is as it was, with nothing beside it", () => {
  beforeEach(() => put({ "web/Chart.yaml": "name: web\n", "web/old.yaml": "old" }));
  const before = new Map([
    ["web/Chart.yaml", "name: web\n"],
    ["web/old.yaml", "old"],
  ]);

  test("after an abort half way", async () => {
    const controller = new AbortController();
    const files = chart("web", { "b.yaml": "b", "c.yaml": "c" });
    let seenHalfWay: string[] = [];
    files[Symbol.iterator] = function* () {
      for (const [index, entry] of [...this.entries()].entries()) {
        if (index === 2) {
          seenHalfWay = readdirSync(parent);
          controller.abort(new Error("interrupted"));
        }
        yield entry;
      }
      return undefined;
    };
    await expect(writeChart(target, files, controller.signal)).rejects.toThrow("interrupted");
    expect(seenHalfWay).toHaveLength(2);
    expect(readFolder(parent)).toEqual(before);
    expect(readdirSync(parent)).toEqual(["web"]);
  });

  test("after an abort that came before", async () => {
    await expect(writeChart(target, chart("web"), AbortSignal.abort(new Error("interrupted")))).rejects.toThrow();
    expect(readFolder(parent)).toEqual(before);
  });

  test("after a file that cannot be written", async () => {
    await expect(writeChart(target, chart("web", { a: "x", "a/b": "y" }))).rejects.toThrow();
    expect(readFolder(parent)).toEqual(before);
    expect(readdirSync(parent)).toEqual(["web"]);
  });

  test.each(["../evil.yaml", "templates/../../evil.yaml", "/evil.yaml", "C:\\evil.yaml"])(
    "after a file outside of the chart: %s",
    async (path) => {
      await expect(writeChart(target, chart("web", { [path]: "x" }))).rejects.toThrow(
        `${path} would lie outside of the chart`,
      );
      expect(readFolder(parent)).toEqual(before);
    },
  );

  test("nor is a new parent folder left behind", async () => {
    const deep = join(parent, "new/deep/web");
    await expect(writeChart(deep, chart("web", { "../x": "" }))).rejects.toThrow();
    expect(existsSync(join(parent, "new"))).toBe(false);
  });
});

describe("what a killed run left behind", () => {
  test("is removed, even where there is nothing to write", async () => {
    await writeChart(target, chart("web"));
    put({ [`.web.helm-kit-new-${deadProcess()}-abc123/a`]: "", [`.web.helm-kit-old-${deadProcess()}-abc123/a`]: "" });
    await writeChart(target, chart("web"));
    expect(readdirSync(parent)).toEqual(["web"]);
  });

  test("between the two renames is put back", async () => {
    put({ [`.web.helm-kit-old-${deadProcess()}-abc123/Chart.yaml`]: "name: web\n" });
    await expect(writeChart(target, chart("web"), AbortSignal.abort(new Error("interrupted")))).rejects.toThrow();
    expect(readFolder(parent)).toEqual(new Map([["web/Chart.yaml", "name: web\n"]]));
  });

  test("is not touched while its run lives, nor what has another name", async () => {
    const others = [`.web.helm-kit-new-${process.pid}-abc123`, ".web.helm-kit-notes", ".website.helm-kit-new-1-abc123"];
    for (const other of others) put({ [`${other}/a`]: "" });
    await writeChart(target, chart("web"));
    expect(readdirSync(parent)).toEqual([...others, basename(target)].sort());
  });
});
