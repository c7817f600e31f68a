import { expect, test } from "vitest";
import { asExpected, expectedOutcome } from "./expected-outcome.ts";
import { allFaults } from "./faults/all-faults.ts";

test("nothing may be lost where nothing is said", () => {
  const expected = expectedOutcome("outage", "5.1.5");
  expect(asExpected({ lost: 0, broken: 0, duplicates: 9 }, expected)).toBe(true);
  expect(asExpected({ lost: 1, broken: 0, duplicates: 0 }, expected)).toBe(false);
  expect(asExpected({ lost: 0, broken: 1, duplicates: 0 }, expected)).toBe(false);
});

test("an old engine may do what a newer one may not", () => {
  expect(expectedOutcome("look-alikes", "1.8.15")).toMatchObject({ broken: "some" });
  expect(expectedOutcome("look-alikes", "5.1.5")).toMatchObject({ broken: "none", reason: "" });
  expect(expectedOutcome("300-kB-lines", "4.2.1").broken).toBe("some");
  expect(expectedOutcome("300-kB-lines", "4.10.0").broken).toBe("none");
});

test("nothing arrives twice where nothing was sent twice", () => {
  expect(asExpected({ lost: 0, broken: 0, duplicates: 1 }, expectedOutcome("calm", "5.1.5"))).toBe(false);
});

test("of the faults of every test run, only the bound may lose", () => {
  const losing = allFaults.filter(({ ci, name }) => ci && expectedOutcome(name, "1.8.15").lost !== "none");
  expect(losing.map(({ name }) => name)).toEqual(["buffer-bound"]);
});
