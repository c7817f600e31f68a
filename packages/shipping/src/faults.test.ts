import { findFluentBit } from "@shelltrail/lab/fluent-bit";
import { describe, expect, test } from "vitest";
import { whyUnreachable } from "./engine/reach.ts";
import { asExpected, expectedOutcome } from "./expected-outcome.ts";
import { allFaults } from "./faults/all-faults.ts";
import { runFault } from "./run-fault.ts";

/** Short enough for every change: an outage of 15 s instead of 60. `nx run shipping:faults` takes as long as it is told. */
const SCALE = 0.25;

// CI builds a Fluent Bit where there is none; elsewhere that would be minutes that nobody asked for.
const fluentBit = await findFluentBit({ build: Boolean(process.env.CI) });
const missing =
  fluentBit === undefined
    ? "there is no Fluent Bit: set FLUENT_BIT, or build one with nx run lab:fluent-bit"
    : whyUnreachable(fluentBit.version);
if (missing !== undefined) console.warn(`Skipped: every fault of shipping, because ${missing}.`);

// They wait more than they work, each with a node and an API of its own.
describe.skipIf(missing !== undefined).concurrent(`Fluent Bit ${fluentBit?.version}, the chart's configuration`, () => {
  for (const fault of allFaults.filter(({ ci }) => ci)) {
    test(`${fault.name}: ${fault.title}`, { timeout: 240_000 }, async () => {
      if (fluentBit === undefined) return;
      const outcome = await runFault(fault, "chart", fluentBit, SCALE);
      const expected = expectedOutcome(fault.name, fluentBit.version);
      expect(outcome.sent).toBeGreaterThan(0);
      expect(outcome).toMatchObject({ broken: 0, foreign: 0, newestArrived: true });
      if (expected.lost === "none") expect(outcome.lost).toBe(0);
      expect(asExpected(outcome, expected)).toBe(true);
    });
  }
});
