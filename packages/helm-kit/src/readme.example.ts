import type { Construct } from "constructs";
import type { Deployment } from "kubernetes-types/apps/v1.js";
import type { EnvVar } from "kubernetes-types/core/v1.js";
import * as kit from "./index.ts";

const values = kit.defineValues({
  ...kit.nameValues,
  image: kit.section("Where the container comes from.", {
    repository: kit.text("ghcr.io/stefanprodan/podinfo", "Image without its tag."),
    tag: kit.text("6.9.1", "6.0.0 or later."),
  }),
  replicas: kit.integer(2, "Pods that serve.", { minimum: 1 }),
  level: kit.choice(["info", "debug"], "info", "What is logged."),
  proxy: kit.text("", "Proxy for requests that leave the cluster."),
  extraEnv: kit.objectList<EnvVar>([], "Variables for the container, as Kubernetes writes them."),
});
const deployment = kit.resourceFunction<Deployment>("apps/v1", "Deployment");
const about = { version: "0.1.0", appVersion: "6.9.1", description: "Serves pages", minimumKubernetes: "1.31.0" };

export default function podinfo(scope: Construct): kit.HelmChart {
  const chart = new kit.HelmChart(scope, { metadata: { name: "podinfo", ...about }, values });
  const { fullname, labels, selectorLabels } = kit.standardHelpers(chart, values);
  const env = [
    { name: "LEVEL", value: values.level },
    ...kit.when(values.proxy, (proxy) => [{ name: "HTTPS_PROXY", value: proxy }]),
    ...kit.spread(values.extraEnv),
  ];
  const containers = [{ name: "podinfo", image: `${values.image.repository}:${values.image.tag}`, env }];
  deployment(chart, "deployment", {
    metadata: { name: fullname, labels },
    spec: {
      replicas: values.replicas,
      selector: { matchLabels: selectorLabels },
      template: { metadata: { labels: selectorLabels }, spec: { containers } },
    },
  });
  chart.guard({
    path: "level",
    refuse: kit.and(kit.eq(values.level, "debug"), kit.gt(values.replicas, 3)),
    message: `is debug for ${values.replicas} pods. Set replicas to 3 or fewer, or level to info.`,
  });
  return chart;
}
