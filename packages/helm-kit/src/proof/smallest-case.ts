import { isMap, type Values } from "../values/coalesce.ts";
import type { Difference } from "./compare.ts";
import { type ProofCase, usualCase } from "./proof-case.ts";

/** Renders that cutting a case down may cost. */
const MOST_TRIES = 200;

/** Cuts a case down, key by key, to one that still differs: what is left of the values is what matters. */
export async function smallestCase(
  found: ProofCase,
  differencesOf: (proofCase: ProofCase) => Promise<Difference[]>,
): Promise<{ case: ProofCase; differences: readonly Difference[] }> {
  let smallest = { case: found, differences: (await differencesOf(found)) as readonly Difference[] };
  let tries = 0;
  const keepIfDifferent = async (smaller: ProofCase): Promise<boolean> => {
    tries++;
    const differences = await differencesOf(smaller);
    if (differences.length > 0) smallest = { case: smaller, differences };
    return differences.length > 0;
  };
  await keepIfDifferent({ ...usualCase(smallest.case.values) });
  for (let shrunk = true; shrunk && tries < MOST_TRIES; ) {
    shrunk = false;
    for (const values of smallerValues(smallest.case.values)) {
      if (tries >= MOST_TRIES) break;
      shrunk = await keepIfDifferent({ ...smallest.case, values });
      if (shrunk) break;
    }
  }
  return smallest;
}

/** The values without one key or item, the ones that lose most first. */
function* smallerValues(values: Values): Generator<Values> {
  for (const smaller of without(values)) yield smaller as Values;
}

function* without(held: unknown): Generator<unknown> {
  if (Array.isArray(held)) {
    for (const index of held.keys()) yield held.toSpliced(index, 1);
    for (const [index, item] of held.entries()) for (const smaller of without(item)) yield held.with(index, smaller);
  } else if (isMap(held)) {
    const entries = Object.entries(held);
    for (const [key] of entries) yield Object.fromEntries(entries.filter(([other]) => other !== key));
    for (const [key, inner] of entries) {
      for (const smaller of without(inner)) {
        yield Object.fromEntries(entries.map((entry) => (entry[0] === key ? [key, smaller] : entry)));
      }
    }
  }
}
