export { default as falcoChart } from "./chart.ts";
export { APP_VERSION as FALCO_VERSION } from "./values.ts";
