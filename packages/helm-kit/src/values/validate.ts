import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { HelmChart } from "../chart/helm-chart.ts";
import { chartSchema } from "./chart-schema.ts";
import type { Values } from "./coalesce.ts";

const validators = {
  top: new WeakMap<HelmChart, ValidateFunction>(),
  embedded: new WeakMap<HelmChart, ValidateFunction>(),
};

/**
 * What the chart's schema says against values that are merged with the defaults.
 * @returns a line for each problem, "global.cluster.accountId: must be string"
 */
export function schemaProblems(chart: HelmChart, values: Values, embedded = false): string[] {
  const known = embedded ? validators.embedded : validators.top;
  let validate = known.get(chart);
  if (validate === undefined) {
    validate = new Ajv({ allErrors: true, strict: false }).compile(chartSchema(chart, embedded));
    known.set(chart, validate);
  }
  return validate(values) ? [] : (validate.errors ?? []).map(problemOf);
}

function problemOf(error: ErrorObject): string {
  const path = error.instancePath.slice(1).replaceAll("/", ".").replaceAll("~1", "/").replaceAll("~0", "~");
  const unknown = (error.params as { additionalProperty?: string }).additionalProperty;
  const at = unknown === undefined ? path : [path, unknown].filter(Boolean).join(".");
  const detail =
    unknown !== undefined
      ? "unknown key"
      : error.keyword === "enum"
        ? `must be one of ${(error.params as { allowedValues: unknown[] }).allowedValues.map((allowed) => JSON.stringify(allowed)).join(", ")}`
        : (error.message ?? error.keyword);
  return `${at || "(values)"}: ${detail}`;
}
