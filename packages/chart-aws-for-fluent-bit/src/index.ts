export { default as awsForFluentBitChart } from "./chart.ts";
export { APP_VERSION as AWS_FOR_FLUENT_BIT_VERSION } from "./values.ts";
