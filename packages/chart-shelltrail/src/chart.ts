import { AWS_FOR_FLUENT_BIT_VERSION, awsForFluentBitChart } from "@shelltrail/chart-aws-for-fluent-bit";
import { FALCO_VERSION, falcoChart } from "@shelltrail/chart-falco";
import { chartMetadata, global, guardCluster } from "@shelltrail/chart-global";
import { and, HelmChart, not, release, when, withDefault } from "@shelltrail/helm-kit";
import type { Construct } from "constructs";

const README = `CloudTrail for the shells in an EKS cluster: who opened a terminal in which pod or node, every command and every file
they changed, in CloudWatch Logs.

\`\`\`sh
helm install shelltrail charts/shelltrail --namespace shelltrail --create-namespace \\
  --set global.cluster.name=prod-euc1-blue \\
  --set global.cluster.region=eu-central-1 \\
  --set global.identity.roleArn=arn:aws:iam::012345678901:role/shelltrail-fluent-bit
\`\`\`

The namespace needs the Pod Security level \`privileged\`: both DaemonSets mount host paths, and Falco has the capabilities
BPF, PERFMON, SYS_RESOURCE and SYS_PTRACE. No container is privileged.

What stays on a node after \`helm uninstall\`: the buffer, \`/var/lib/shelltrail/NAMESPACE/RELEASE\`, with records that were
not yet sent.`;

/** The umbrella: Falco records, aws-for-fluent-bit ships. */
export default function shelltrailChart(scope: Construct): HelmChart {
  const falco = falcoChart(scope);
  const fluentBit = awsForFluentBitChart(scope);
  const chart = new HelmChart(scope, {
    metadata: chartMetadata({
      name: "shelltrail",
      description:
        "CloudTrail for the shells in an EKS cluster: every terminal session, command and file change in CloudWatch Logs",
      keywords: ["audit", "security", "eks", "falco", "fluent-bit", "cloudwatch"],
      annotations: {
        "artifacthub.io/images": [
          "- name: falco",
          `  image: docker.io/falcosecurity/falco:${FALCO_VERSION}`,
          "- name: aws-for-fluent-bit",
          `  image: public.ecr.aws/aws-observability/aws-for-fluent-bit:${AWS_FOR_FLUENT_BIT_VERSION}`,
          "",
        ].join("\n"),
        "artifacthub.io/links": [
          "- name: Documentation",
          "  url: https://github.com/shelltrail/shelltrail/tree/main/docs",
          "",
        ].join("\n"),
        "artifacthub.io/changes": ["- kind: added", "  description: First form of the chart", ""].join("\n"),
      },
    }),
    global,
    subcharts: [
      { chart: falco, enabled: true, comment: "Record with Falco." },
      { chart: fluentBit, enabled: true, comment: "Ship with Fluent Bit." },
    ],
    readme: README,
  });
  guardCluster(chart);
  chart.guard({
    path: "falco.enabled",
    refuse: and(not(chart.enabled(falco)), not(chart.enabled(fluentBit))),
    message: "and aws-for-fluent-bit.enabled are both false: nothing would be installed. Enable one of them.",
  });

  const region = withDefault(global.cluster.region, "");
  chart.notes = [
    `shelltrail records the shells of ${withDefault(global.cluster.name, "")} (${region}).`,
    ...when(
      chart.enabled(falco),
      [
        "",
        "Falco records on every node. See a record:",
        `  kubectl --namespace ${release.namespace} logs --container falco --selector app.kubernetes.io/name=falco --tail 1`,
      ],
      ["", "Falco is off: nothing is recorded by this release."],
    ),
    ...when(
      chart.enabled(fluentBit),
      [
        "",
        `Fluent Bit ships to CloudWatch Logs as ${withDefault(global.identity.type, "irsa")}. See which identity it really has:`,
        `  helm test ${release.name} --namespace ${release.namespace} --logs`,
      ],
      ["", "Fluent Bit is off: records stay in the nodes' log files."],
    ),
  ];
  return chart;
}
