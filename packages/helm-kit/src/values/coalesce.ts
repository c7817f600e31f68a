import type { Json } from "./field.ts";

export type Values = { [key: string]: Json };

/**
 * Helm's merge of values: maps merge key by key, everything else (lists too) is replaced by the overriding side.
 * A null in `over` takes a default away, and stays where there is none (the same in Helm 3.10, 3.22 and 4.3).
 */
export function mergeValues(under: Values, over: Values): Values {
  const merged: Values = { ...under };
  for (const [key, held] of Object.entries(over)) {
    const below = Object.hasOwn(merged, key) ? merged[key] : undefined;
    if (held === null && below !== undefined) delete merged[key];
    else if (isMap(held) && isMap(below)) define(merged, key, mergeValues(below, held));
    else define(merged, key, held);
  }
  return merged;
}

/** Plain assignment would lose a key named __proto__. */
function define(values: Values, key: string, held: Json): void {
  Object.defineProperty(values, key, { value: held, enumerable: true, configurable: true, writable: true });
}

export function isMap(held: unknown): held is Values {
  return typeof held === "object" && held !== null && !Array.isArray(held);
}
