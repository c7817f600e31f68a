export { capabilities, chartInfo, release } from "./chart/built-ins.ts";
export { checksumOf } from "./chart/checksum.ts";
export type { Guard } from "./chart/guard.ts";
export { type ChartMetadata, HelmChart, type HelmChartProps, type Subchart } from "./chart/helm-chart.ts";
export {
  ASSUMED_KUBERNETES,
  ChartRefusal,
  type RenderedChart,
  type RenderOptions,
  toManifests,
} from "./chart/manifests.ts";
export * from "./chart/resources.ts";
export {
  nameValues,
  type StandardHelpers,
  serviceAccountNameHelper,
  standardHelpers,
} from "./chart/standard-helpers.ts";
export { toTemplates } from "./chart/templates.ts";
export { type Condition, Expression, type Integer, type Text } from "./expression/expression.ts";
export * from "./expression/operators.ts";
export { textFile, yamlFile } from "./structure/documents.ts";
export { comment, forEach, itemComment, keyOf, spread, when } from "./structure/structure.ts";
export type { Templated, TemplatedObject } from "./structure/templated.ts";
export { diffChart, type FileDifference, readFolder } from "./synth/diff-chart.ts";
export { readValues } from "./synth/read-values.ts";
export { assertValuesUsed, unusedValues } from "./synth/unused-values.ts";
export { writeChart } from "./synth/write-chart.ts";
export { mergeValues, type Values } from "./values/coalesce.ts";
export {
  defineGlobal,
  defineValues,
  type SharedTree,
  section,
  type ValuesDeclaration,
  type ValuesInput,
  type ValuesTree,
} from "./values/define-values.ts";
export { boolean, choice, Field, integer, object, objectList, text, textList, textMap } from "./values/field.ts";
