import { shelltrailChart } from "@shelltrail/chart-shelltrail";
import { toManifests } from "@shelltrail/helm-kit";
import { App, Chart } from "cdk8s";

/** Values of the chart's Fluent Bit that the suite sets; all others are the chart's defaults. */
export interface ChartSettings {
  /** Host of CloudWatch Logs, as a user with a VPC endpoint would set it. */
  readonly endpoint: string;
  readonly httpPort: number;
  /** How Fluent Bit gets its credentials; `irsa` asks STS at the same host. */
  readonly identity?: "podIdentity" | "irsa";
  /** `buffer.limit`, such as `20M`; the chart's own when absent. */
  readonly bufferLimit?: string;
}

export const RELEASE = { name: "shelltrail", namespace: "shelltrail" };
/** The log group of a release for this cluster. */
export const LOG_GROUP = "/shelltrail/lab";

/** The role of a release that uses IRSA. */
export const ROLE_ARN = "arn:aws:iam::111122223333:role/shelltrail-fluent-bit";

/** fluent-bit.conf as the umbrella chart renders it for a cluster with a log group made beforehand. */
export function chartConfiguration({
  endpoint,
  httpPort,
  identity = "podIdentity",
  bufferLimit,
}: ChartSettings): string {
  const values = {
    global: {
      cluster: { name: "lab", region: "eu-central-1" },
      identity: { type: identity, ...(identity === "irsa" && { roleArn: ROLE_ARN }) },
    },
    "aws-for-fluent-bit": {
      cloudWatchLogs: { endpoint, ...(identity === "irsa" && { stsEndpoint: endpoint }) },
      service: { httpPort },
      ...(bufferLimit !== undefined && { buffer: { limit: bufferLimit } }),
    },
  };
  const chart = shelltrailChart(new Chart(new App(), "shipping"));
  for (const { object } of toManifests(chart, { values, release: RELEASE }).objects) {
    const text = object.kind === "ConfigMap" ? (object.data as Record<string, string>)["fluent-bit.conf"] : undefined;
    if (text !== undefined) return text;
  }
  throw new Error("the chart renders no ConfigMap with a fluent-bit.conf");
}
