import type { Expression } from "../expression/expression.ts";
import { choose, contains, replace, trimSuffix, trunc, withDefault } from "../expression/operators.ts";
import { spread } from "../structure/structure.ts";
import { text } from "../values/field.ts";
import { chartInfo, release } from "./built-ins.ts";
import type { HelmChart } from "./helm-chart.ts";

/** Names of most Kubernetes objects are DNS labels: 63 characters (RFC 1123). */
const NAME_LENGTH = 63;
const NAME_PATTERN = "^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$";

/** The values that the standard helpers read; put them into a chart's declaration with a spread. */
export const nameValues = {
  nameOverride: text("", "Replaces the chart's name in the names of its resources.", {
    pattern: NAME_PATTERN,
    maxLength: NAME_LENGTH,
    examples: ["audit"],
  }),
  fullnameOverride: text("", "Replaces the whole name of the chart's resources.", {
    pattern: NAME_PATTERN,
    maxLength: NAME_LENGTH,
    examples: ["shell-audit"],
  }),
};

/** The expressions that `standardHelpers` defines. */
export interface StandardHelpers {
  /** Name of the chart or its override. */
  readonly name: Expression<string>;
  /** Release and chart name, the release name alone where it holds the chart's. */
  readonly fullname: Expression<string>;
  readonly labels: Expression<Record<string, string>>;
  readonly selectorLabels: Expression<Record<string, string>>;
}

/**
 * The helpers that `helm create` writes, as CHART.name, CHART.fullname, CHART.chart, CHART.labels and
 * CHART.selectorLabels.
 */
export function standardHelpers(
  chart: HelmChart,
  values: { readonly nameOverride: Expression<string>; readonly fullnameOverride: Expression<string> },
): StandardHelpers {
  const shortened = (name: string | Expression<string>) => trimSuffix(trunc(name, NAME_LENGTH), "-");
  const name = chart.textHelper(
    "name",
    "Name of the chart, or what replaces it.",
    shortened(withDefault(values.nameOverride, chartInfo.name)),
  );
  const fullname = chart.textHelper(
    "fullname",
    "Name of the resources: release and chart, or the release alone where it holds the chart's name.",
    choose(
      values.fullnameOverride,
      values.fullnameOverride,
      choose(contains(release.name, name), shortened(release.name), shortened(`${release.name}-${name}`)),
    ),
  );
  const chartLabel = chart.textHelper(
    "chart",
    "Chart and version, as the label helm.sh/chart.",
    shortened(replace(`${chartInfo.name}-${chartInfo.version}`, "+", "_")),
  );
  const selectorLabels = chart.mapHelper(
    "selectorLabels",
    "Labels that select pods: they never change over a release's life.",
    {
      "app.kubernetes.io/name": name,
      "app.kubernetes.io/instance": release.name,
    },
  );
  const labels = chart.mapHelper("labels", "Labels of every resource.", {
    "helm.sh/chart": chartLabel,
    ...spread(selectorLabels),
    "app.kubernetes.io/version": chartInfo.appVersion,
    "app.kubernetes.io/managed-by": release.service,
  });
  return { name, fullname, labels, selectorLabels };
}

/** The helper CHART.serviceAccountName of `helm create`: the chart's own ServiceAccount, the one that is named, or "default". */
export function serviceAccountNameHelper(
  chart: HelmChart,
  serviceAccount: { readonly create: Expression<boolean>; readonly name: Expression<string> },
  fullname: Expression<string>,
): Expression<string> {
  return chart.textHelper(
    "serviceAccountName",
    "Name of the ServiceAccount to use.",
    choose(
      serviceAccount.create,
      withDefault(serviceAccount.name, fullname),
      withDefault(serviceAccount.name, "default"),
    ),
  );
}
