import { expect, test } from "vitest";
import { reportTable } from "./report.ts";
import type { Outcome } from "./run-fault.ts";

const calm: Outcome = {
  fault: "calm",
  recipe: "chart",
  engine: "5.1.5",
  sent: 100,
  arrived: 100,
  lost: 0,
  duplicates: 0,
  broken: 0,
  foreign: 0,
  outOfOrder: 0,
  newestArrived: true,
  secondsToDrain: 0.5,
  peakMemory: 20 * 1024 * 1024,
  complaints: [],
};

test("prints the public recipe's losses beside ours", () => {
  const table = reportTable([calm, { ...calm, recipe: "public", lost: 7 }, { ...calm, fault: "outage", lost: 3 }]);
  expect(table.split("\n").map((line) => line.replaceAll(/ {2,}/g, " | "))).toEqual([
    "fault | sent | lost | duplicates | broken | out of order | MiB | drain s | public recipe: lost | expected",
    "calm | 100 | 0 | 0 | 0 | 0 | 20 | 0.5 | 7 of 100 | yes",
    "outage | 100 | 3 | 0 | 0 | 0 | 20 | 0.5 | NO: no lost, no broken",
    "",
  ]);
});
