export { default as awsForFluentBitChart } from "./chart.ts";
