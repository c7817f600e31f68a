export * from "./find-helm.ts";
export { type BuiltGoTool, goTool } from "./go-tool.ts";
export { type GoTool, type GoToolName, goTools } from "./go-tools.ts";
export * from "./helm.ts";
export * from "./kube-score.ts";
export * from "./kubeconform.ts";
export { kubernetesSchemas } from "./kubernetes-schemas.ts";
export {
  type ChartSource,
  type RenderAnswer,
  type RenderedObject,
  type RenderedText,
  type Renderer,
  type RenderFailure,
  type RenderRequest,
  type RenderSuccess,
  startRenderer,
} from "./renderer.ts";
export type { ProcessResult } from "./run-process.ts";
export { type JsonSchema, type OpenApiDocument, schemasFromOpenApi } from "./schemas-from-open-api.ts";
export { valuesText } from "./values-text.ts";
