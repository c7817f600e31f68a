import { goTools, startRenderer } from "@shelltrail/helm-engines";
import { expect, test } from "vitest";
import { functionTable } from "../expression/functions.ts";
import { printerRules } from "../expression/printer-rules.ts";
import { allMutants, proveMutants } from "./mutate.ts";

/** All of them take a while: `nx run helm-kit:prove --mutate`. */
const SOME =
  /^(function (trunc evaluates: one more|has printed as contains|lt printed in order 1, 0)|rule (textLeaf: bare|end: trims nothing|absentStep: bare))$/;

test("the proof notices a function or a rule that is wrong, and not one that is the same in another way", async () => {
  await using renderer = await startRenderer({ engine: goTools.renderer3.version });
  const some = allMutants().filter(({ name }) => SOME.test(name));
  const same = { name: "nothing is broken", break: () => () => {} };
  const report = await proveMutants(renderer, [...some, same], { runs: 20, seed: 1 });
  expect(report).toMatchObject({ mutants: 7, caught: 6, survivors: ["nothing is broken"] });
}, 300_000);

test("every function and every rule has mistakes, and is mended after each", () => {
  const before = [{ ...functionTable }, { ...printerRules }];
  const mutants = allMutants();
  for (const mutant of mutants) mutant.break()();
  expect([{ ...functionTable }, { ...printerRules }]).toEqual(before);
  for (const name of Object.keys(functionTable)) {
    expect(mutants.filter((mutant) => mutant.name.startsWith(`function ${name} evaluates`)).length).toBeGreaterThan(0);
    expect(mutants.filter((mutant) => mutant.name.startsWith(`function ${name} printed`)).length).toBeGreaterThan(0);
  }
  for (const rule of Object.keys(printerRules)) {
    expect(mutants.filter((mutant) => mutant.name.startsWith(`rule ${rule}:`)).length).toBeGreaterThan(0);
  }
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});
