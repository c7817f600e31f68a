import { expect, test } from "vitest";
import { testChart } from "../test-chart.ts";
import { defineValues } from "../values/define-values.ts";
import { choice, integer, objectList, text } from "../values/field.ts";
import { chartReadme } from "./readme.ts";

test("the README has the lead, the charts inside and a row for every value", () => {
  const values = defineValues({
    image: { tag: text("a|b", "Tag.\nOr digest.") },
    level: choice(["info", "debug"], "info", "Level."),
    replicas: integer(2, "How many."),
    tolerations: objectList([{ operator: "Exists" }], "Taints."),
  });
  const inner = testChart({ name: "db", values: defineValues({ size: text("1Gi", "Size.") }) });
  const chart = testChart({
    values,
    readme: "Install it.\n",
    subcharts: [{ chart: inner, enabled: false, comment: "Store." }],
  });
  expect(chartReadme(chart)).toBe(`# web

Serves pages

Version 1.2.3, application 4.5, Kubernetes 1.31.0 or later.

Install it.

## Charts inside

| chart | version | switch |
|---|---|---|
| db | 1.2.3 | \`db.enabled\` |

## Values

| key | type | default | meaning |
|---|---|---|---|
| \`image.tag\` | string | \`"a\\|b"\` | Tag.<br>Or digest. |
| \`level\` | string | \`"info"\` | Level. One of: info, debug. |
| \`replicas\` | integer | \`2\` | How many. |
| \`tolerations\` | array | \`[ { "operator": "Exists" } ]\` | Taints. |
| \`db.enabled\` | boolean | \`false\` | Store. |
| \`db.size\` | string | \`"1Gi"\` | Size. |
`);
});
