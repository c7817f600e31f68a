import type { Json } from "./field.ts";

export type Values = { [key: string]: Json };

/**
 * Helm's merge of values: maps merge key by key, everything else (lists too) is replaced by the overriding side.
 * A null in `over` takes the key away, as Helm does with a default.
 */
export function mergeValues(under: Values, over: Values): Values {
  const merged: Values = { ...under };
  for (const [key, held] of Object.entries(over)) {
    const below = merged[key];
    if (held === null) delete merged[key];
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
