import { expect, test } from "vitest";
import { confSections } from "./classic-conf.ts";

test("sections have their keys in lower case and values to the end of the line", () => {
  const conf = [
    "# Rotated files too.",
    "[INPUT]",
    "    Name     tail",
    "    # Path   /none",
    "    Path     /var/log/pods/a b/*.log ",
    "",
    "[output]",
    "    NAME     cloudwatch_logs",
    "    log_key  log",
    "    log_key  message",
  ].join("\n");
  expect(confSections(conf).map(({ kind, keys }) => [kind, Object.fromEntries(keys)])).toEqual([
    ["INPUT", { name: "tail", path: "/var/log/pods/a b/*.log" }],
    ["OUTPUT", { name: "cloudwatch_logs", log_key: "message" }],
  ]);
});
