export { default as shelltrailChart } from "./chart.ts";
