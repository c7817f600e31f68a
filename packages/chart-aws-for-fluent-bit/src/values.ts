import { DNS_NAME } from "@shelltrail/chart-global";
import {
  boolean,
  choice,
  defineValues,
  integer,
  nameValues,
  object,
  objectList,
  section,
  text,
  textMap,
} from "@shelltrail/helm-kit";
import type { DaemonSetUpdateStrategy } from "kubernetes-types/apps/v1.js";
import type {
  Affinity,
  EnvVar,
  LocalObjectReference,
  ResourceRequirements,
  Toleration,
  Volume,
  VolumeMount,
} from "kubernetes-types/core/v1.js";

/** Version of the image, and the chart's appVersion. */
export const APP_VERSION = "3.5.8";

/** Values of the aws-for-fluent-bit chart. Names are those of the public chart where they mean the same. */
export const values = defineValues({
  ...nameValues,
  image: section("Fluent Bit's image.", {
    repository: text(
      "public.ecr.aws/aws-observability/aws-for-fluent-bit",
      "Image without its tag. global.imageRegistry replaces the registry part.",
      {
        pattern: "^[A-Za-z0-9][A-Za-z0-9._/:-]*$",
        examples: [
          "public.ecr.aws/aws-observability/aws-for-fluent-bit",
          "mirror:5000/aws-for-fluent-bit",
          "team/aws-for-fluent-bit",
        ],
      },
    ),
    tag: text(APP_VERSION, "3.4.10 or later. 3.5.8 is Fluent Bit 5.1.5.", {
      pattern: "^[A-Za-z0-9_][A-Za-z0-9._-]*$",
      maxLength: 128,
    }),
    pullPolicy: choice(["IfNotPresent", "Always", "Never"], "IfNotPresent", "When the image is pulled."),
  }),
  imagePullSecrets: objectList<LocalObjectReference>([], "Secrets to pull the image with."),
  serviceAccount: section(
    "The only identity of the release that reaches AWS. It needs no access to the Kubernetes API: Falco supplies pod and namespace.",
    {
      create: boolean(true, "Create the ServiceAccount."),
      name: text(
        "",
        "Name of the ServiceAccount; the full name by default. The role's trust policy or the Pod Identity association names it.",
        {
          pattern: DNS_NAME,
          maxLength: 253,
          examples: ["shelltrail-fluent-bit"],
        },
      ),
      annotations: textMap({}, "Annotations of the ServiceAccount, beside eks.amazonaws.com/role-arn."),
    },
  ),
  input: section("What is read on the node.", {
    namespace: text("", "Namespace of Falco's pods; the release's by default.", {
      pattern: "^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$",
      maxLength: 63,
      examples: ["security"],
    }),
    container: text("falco", "Name of the container whose stdout is the record.", {
      pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
      maxLength: 63,
      examples: ["falco"],
    }),
  }),
  cloudWatchLogs: section("Where records go.", {
    logGroupName: text("", "Log group; /shelltrail/CLUSTER by default. One stream per node.", {
      // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
      pattern: "^[A-Za-z0-9._/#-]*$",
      maxLength: 512,
      examples: ["/audit/shells"],
    }),
    autoCreateGroup: boolean(
      false,
      "Create the log group. Fluent Bit can set neither its KMS key nor its class: a group made beforehand is the better choice.",
    ),
    logRetentionDays: integer(
      0,
      "Days to keep records, set when the group is created here; 0 keeps them for ever. One that CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653.",
      {
        minimum: 0,
        maximum: 3653,
      },
    ),
    endpoint: text(
      "",
      "Host name of CloudWatch Logs where the region's own does not resolve to it: a VPC endpoint without private DNS.",
      {
        pattern: DNS_NAME,
        maxLength: 253,
        examples: ["vpce-0a1b2c3d-abcdefgh.logs.eu-central-1.vpce.amazonaws.com"],
      },
    ),
    stsEndpoint: text("", "Host name of STS, likewise. Used by irsa.", {
      pattern: DNS_NAME,
      maxLength: 253,
      examples: ["vpce-0a1b2c3d-abcdefgh.sts.eu-central-1.vpce.amazonaws.com"],
    }),
  }),
  buffer: section("Records that are read and not yet accepted by CloudWatch Logs.", {
    hostPath: text(
      "/var/lib/shelltrail",
      "Directory on the node. Each release has its own below it, NAMESPACE/RELEASE.",
      {
        pattern: "^(/[A-Za-z0-9][A-Za-z0-9._-]*)+$",
        maxLength: 200,
        examples: ["/var/lib/shelltrail", "/data/shelltrail"],
      },
    ),
    limit: text("1G", "Upper bound on the node's disk. When it is reached, the oldest records go.", {
      pattern: "^[1-9][0-9]*[KMG]$",
      examples: ["500M", "2G"],
    }),
  }),
  service: section("Fluent Bit's engine.", {
    flush: integer(1, "Seconds between two sends.", { minimum: 1, maximum: 60 }),
    schedulerCap: integer(
      30,
      "Longest wait before a retry, seconds. The engine's own default, 2000, would hold the drain back for half an hour after an outage.",
      {
        minimum: 5,
        maximum: 2000,
      },
    ),
    logLevel: choice(["error", "warn", "info", "debug", "trace"], "info", "Fluent Bit's own log."),
    httpPort: integer(2020, "Port of the health check and the metrics.", { minimum: 1, maximum: 65535 }),
  }),
  updateStrategy: object<DaemonSetUpdateStrategy>(
    { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
    "How pods are replaced. Never with maxSurge: position and buffer belong to one process of the node.",
  ),
  podAnnotations: textMap({}, "Annotations of the pods."),
  podLabels: textMap({}, "Labels of the pods, beside the standard ones."),
  priorityClassName: text(
    "system-node-critical",
    "Priority of the pods: an audit must not be the first to be evicted.",
    {
      pattern: DNS_NAME,
      maxLength: 253,
      examples: ["system-node-critical"],
    },
  ),
  resources: object<ResourceRequirements>(
    {
      requests: { cpu: "50m", memory: "64Mi", "ephemeral-storage": "50Mi" },
      limits: { memory: "256Mi", "ephemeral-storage": "256Mi" },
    },
    "Resources of the container.",
  ),
  networkPolicy: section("Fluent Bit talks to CloudWatch Logs, STS, the node's credential endpoints and DNS.", {
    enabled: boolean(
      false,
      "Create a NetworkPolicy with egress to the ports 443, 80 and 53. It has an effect only where the CNI enforces one; a proxy on another port would be cut off.",
    ),
  }),
  nodeSelector: textMap({ "kubernetes.io/os": "linux" }, "Nodes to run on: those of Falco."),
  affinity: object<Affinity>({}, "Affinity of the pods."),
  tolerations: objectList<Toleration>([{ operator: "Exists" }], "Taints to run on in spite of: all, as Falco."),
  extraEnv: objectList<EnvVar>([], "Variables for the container, as Kubernetes writes them."),
  extraVolumes: objectList<Volume>([], "Volumes for the pod."),
  extraVolumeMounts: objectList<VolumeMount>([], "Mounts for the container."),
});
