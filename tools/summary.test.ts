import { describe, expect, test } from "vitest";
import { add, countVitest, summaryLine } from "./summary.ts";

const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

describe("the summary line", () => {
  test("counts passed and failed, and skipped only when there are some", () => {
    expect(summaryLine({ passed: 5, failed: 0, skipped: 0 })).toBe("5 passed, 0 failed");
    expect(summaryLine({ passed: 5, failed: 1, skipped: 2 })).toBe("5 passed, 1 failed, 2 skipped");
  });

  test("adds steps and tests", () => {
    const sum = add({ passed: 1, failed: 0, skipped: 0 }, { passed: 3, failed: 1, skipped: 2 });
    expect(sum).toEqual({ passed: 4, failed: 1, skipped: 2 });
  });
});

describe("a run of vitest", () => {
  test("counts by test", () => {
    const mixed = { ...report, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 };
    expect(countVitest(mixed, 1)).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  test("counts a file that fails before its first test as one failure", () => {
    const testResults = [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{}] },
      { status: "passed", assertionResults: [{}] },
    ];
    expect(countVitest({ ...report, numFailedTests: 1, testResults }, 1)).toMatchObject({ failed: 2 });
  });

  test("is never red with 0 failed", () => {
    expect(countVitest(report, 1)).toMatchObject({ failed: 1 });
    expect(countVitest(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(countVitest(report, 0)).toMatchObject({ failed: 0 });
  });
});
