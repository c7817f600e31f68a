import { App } from "cdk8s";
import { HelmChart, type HelmChartProps } from "./chart/helm-chart.ts";
import { toTemplates } from "./chart/templates.ts";

/** For tests: a chart named "web" of version 1.2.3, with whatever a test adds. */
export function testChart(props: Omit<HelmChartProps, "metadata"> & { readonly name?: string } = {}): HelmChart {
  const { name = "web", ...rest } = props;
  const metadata = {
    name,
    version: "1.2.3",
    appVersion: "4.5",
    description: "Serves pages",
    minimumKubernetes: "1.31.0",
  };
  return new HelmChart(new App(), { metadata, ...rest });
}

/** The text of one file of templates/. */
export function templateOf(chart: HelmChart, file: string): string {
  const text = toTemplates(chart).get(`templates/${file}`);
  if (text === undefined) throw new Error(`no templates/${file}`);
  return text;
}

/** What stands below the last key of a ConfigMap with `content` as further entries, as printed. */
export function printedEntries(chart: HelmChart, content: Readonly<Record<string, unknown>>): string {
  chart.add("specimen", { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" }, ...content });
  return templateOf(chart, "specimen.yaml").replace("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n", "");
}

export const testRelease = { name: "shop", namespace: "prod" };
