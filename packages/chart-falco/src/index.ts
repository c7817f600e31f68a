export { default as falcoChart } from "./chart.ts";
