#!/usr/bin/env node
// `nx run shipping:faults`: every fault on the chart's configuration, and beside it on the public recipe's.
import { parseArgs } from "node:util";
import { findFluentBit } from "@shelltrail/lab/fluent-bit";
import type { Recipe, Trial } from "./bench.ts";
import { whyUnreachable } from "./engine/reach.ts";
import { asExpected, expectedOutcome } from "./expected-outcome.ts";
import { allFaults } from "./faults/all-faults.ts";
import type { Fault } from "./faults/fault.ts";
import { reportTable } from "./report.ts";
import { type Outcome, runFault } from "./run-fault.ts";
import { whyNoSmallDisk } from "./small-disk.ts";

const HELP = `nx run shipping:faults [-- OPTIONS]

  --only a,b      only these faults: ${allFaults.map(({ name }) => name).join(", ")}
  --scale N       factor for every duration; 1 is as long as the fault's name says (default 0.25)
  --recipe NAME   chart, public or both (default both)
  --try S.K=V     an option over the chart's, such as INPUT.Rotate_Wait=60; repeatable
  --output json   every figure as JSON on stdout instead of the table
`;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      scale: { type: "string", default: "0.25" },
      recipe: { type: "string", default: "both" },
      try: { type: "string", multiple: true, default: [] },
      output: { type: "string", default: "text" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const scale = Number(values.scale);
  if (!(scale > 0 && scale <= 1)) throw new Error(`--scale is ${values.scale}; it must be above 0 and at most 1`);
  if (values.output !== "text" && values.output !== "json") {
    throw new Error(`--output is ${values.output}; it must be text or json`);
  }
  const faults = chosenFaults(values.only);
  const recipes = chosenRecipes(values.recipe);
  const trial = values.try.map(parseTrial);
  const fluentBit = await findFluentBit({ build: true });
  if (fluentBit === undefined) throw new Error("there is no Fluent Bit");
  const unreachable = whyUnreachable(fluentBit.version);
  if (unreachable !== undefined) throw new Error(unreachable);
  console.error(`Fluent Bit ${fluentBit.version} (from ${fluentBit.from}), durations times ${scale}`);

  const outcomes: Outcome[] = [];
  for (const fault of faults) {
    const skip = fault.diskBytes === undefined ? undefined : whyNoSmallDisk();
    if (skip !== undefined) {
      console.error(`${fault.name}: skipped, ${skip}`);
      continue;
    }
    for (const recipe of recipes) {
      console.error(`${fault.name}, ${recipe}: ${fault.title}`);
      outcomes.push(await runFault(fault, recipe, fluentBit, scale, recipe === "chart" ? trial : []));
    }
  }
  process.stdout.write(values.output === "json" ? `${JSON.stringify(outcomes, null, 2)}\n` : reportTable(outcomes));
  const ours = outcomes.filter(({ recipe }) => recipe === "chart");
  return ours.every((outcome) => asExpected(outcome, expectedOutcome(outcome.fault, outcome.engine))) ? 0 : 1;
}

function chosenFaults(only: string | undefined): readonly Fault[] {
  if (only === undefined) return allFaults;
  return only.split(",").map((name) => {
    const fault = allFaults.find((candidate) => candidate.name === name);
    if (!fault)
      throw new Error(`--only: no fault ${name}. There are: ${allFaults.map((known) => known.name).join(", ")}`);
    return fault;
  });
}

function chosenRecipes(recipe: string): readonly Recipe[] {
  if (recipe === "both") return ["chart", "public"];
  if (recipe === "chart" || recipe === "public") return [recipe];
  throw new Error(`--recipe is ${recipe}; it must be chart, public or both`);
}

function parseTrial(text: string): Trial {
  const [, section, key, value] = /^(\w+)\.([^=]+)=(.*)$/.exec(text) ?? [];
  if (section === undefined || key === undefined || value === undefined) {
    throw new Error(`--try is ${text}; it must be SECTION.KEY=VALUE, such as INPUT.Rotate_Wait=60`);
  }
  return [section, key, value];
}
