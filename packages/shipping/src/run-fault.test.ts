import { expect, test } from "vitest";
import { complaintsIn } from "./run-fault.ts";

test("names each warning and error of Fluent Bit once", () => {
  const log = `Fluent Bit v1.8.15
[2026/11/22 19:48:13] [ info] [engine] started (pid=23547)
[2026/11/22 19:48:14] [ warn] [engine] failed to flush chunk '235-1795.14.flb', retry in 9 seconds: task_id=0
[2026/11/22 19:48:15] [ warn] [engine] failed to flush chunk '235-1796.15.flb', retry in 12 seconds: task_id=1
[2026/11/22 19:48:15] [error] [output:cloudwatch_logs:cloudwatch_logs.0] Failed to send events
`;
  expect(complaintsIn(log)).toEqual([
    "warn: [engine] failed to flush chunk N, retry in N seconds: task_id=N",
    "error: [output:cloudwatch_logs:cloudwatch_logs.N] Failed to send events",
  ]);
});
