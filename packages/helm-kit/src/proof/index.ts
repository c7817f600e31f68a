export { compareAnswers, type Difference } from "./compare.ts";
export { formatDifference, formatProof } from "./format-proof.ts";
export { type ProofOptions, type ProofReport, proveChart } from "./prove-chart.ts";
export { randomValues } from "./random-values.ts";
