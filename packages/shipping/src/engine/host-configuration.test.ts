import { expect, test } from "vitest";
import { chartConfiguration, LOG_GROUP } from "./chart-configuration.ts";
import { parseClassic, type Section } from "./classic-format.ts";
import { hostConfiguration } from "./host-configuration.ts";

const host = { logs: "/tmp/node/log", state: "/tmp/node/state", port: 8443, caFile: "/tmp/node/ca.pem" };
const chart = chartConfiguration({ endpoint: "127.0.0.2", httpPort: 2021, bufferLimit: "20M" });

/** Every option as `SECTION key value`. */
const optionsOf = (sections: readonly Section[]) =>
  new Set(sections.flatMap(({ name, options }) => options.map(([key, value]) => `${name} ${key} ${value}`)));

function difference(version: string) {
  const before = optionsOf(parseClassic(chart));
  const after = optionsOf(parseClassic(hostConfiguration(chart, host, version)));
  return [...after].filter((option) => !before.has(option));
}

test("the chart's settings arrive in it", () => {
  const options = optionsOf(parseClassic(chart));
  expect(options).toContain("OUTPUT endpoint 127.0.0.2");
  expect(options).toContain("OUTPUT storage.total_limit_size 20M");
  expect(options).toContain(`OUTPUT log_group_name ${LOG_GROUP}`);
});

test("only folders and the address of the metrics change for an engine that cannot be told a port", () => {
  expect(difference("1.8.15")).toEqual([
    "SERVICE HTTP_Listen 127.0.0.1",
    "SERVICE storage.path /tmp/node/state/buffer",
    "INPUT Path /tmp/node/log/pods/shelltrail_*/falco/*.log*",
    "INPUT DB /tmp/node/state/tail.db",
  ]);
});

test("a newer engine is told port and authority too", () => {
  expect(difference("5.1.1").slice(-2)).toEqual(["OUTPUT port 8443", "OUTPUT tls.ca_file /tmp/node/ca.pem"]);
});
