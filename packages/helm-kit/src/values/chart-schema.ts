import type { HelmChart } from "../chart/helm-chart.ts";
import type { JsonSchema } from "./field.ts";
import { schemaOf, withProperties } from "./schema.ts";

/**
 * values.schema.json of a chart: strict at every depth of what the chart declares. A chart that others embed also sees
 * `enabled`, which its parent reads, and a `global` that may hold more than it knows.
 */
export function chartSchema(chart: HelmChart, embedded: boolean): JsonSchema {
  const schema = withSharedGlobal(chart, schemaOf(chart.allValues));
  const root = { $schema: "http://json-schema.org/draft-07/schema#", title: chart.metadata.name };
  if (!embedded) return { ...root, ...schema };
  const shared: JsonSchema = chart.global === undefined ? { type: "object" } : openAtEveryDepth(schemaOf(chart.global));
  return {
    ...root,
    ...withProperties(schema, {
      global: { ...shared, description: "What the charts of one release share." },
      enabled: { description: "Read by the parent chart.", type: "boolean" },
    }),
  };
}

/** Helm hands `global` down into each subchart's values before it validates the parent's. */
function withSharedGlobal(chart: HelmChart, schema: JsonSchema): JsonSchema {
  const properties = { ...(schema.properties as Record<string, JsonSchema>) };
  for (const { chart: subchart } of chart.subcharts) {
    const { name } = subchart.metadata;
    const own = withSharedGlobal(subchart, properties[name] as JsonSchema);
    properties[name] = withProperties(own, { global: { description: "Handed down by Helm.", type: "object" } });
  }
  return { ...schema, properties };
}

/** A sibling may share more under `global` than this chart knows of. */
function openAtEveryDepth(schema: JsonSchema): JsonSchema {
  if (schema.properties === undefined) return schema;
  const { additionalProperties: _, ...open } = schema;
  const properties = Object.entries(schema.properties as Record<string, JsonSchema>).map(([key, inner]) => {
    const { default: _unused, ...rest } = openAtEveryDepth(inner);
    return [key, rest];
  });
  return { ...open, properties: Object.fromEntries(properties) };
}
