import { chartMetadata, global, guardCluster, guardIdentity } from "@shelltrail/chart-global";
import {
  and,
  checksumOf,
  choose,
  comment,
  configMap,
  daemonSet,
  eq,
  HelmChart,
  networkPolicy,
  not,
  regexReplaceAll,
  release,
  serviceAccount,
  serviceAccountNameHelper,
  spread,
  standardHelpers,
  when,
  withDefault,
} from "@shelltrail/helm-kit";
import type { Construct } from "constructs";
import { fluentBitConf, GRACE_SECONDS, STATE_PATH } from "./fluent-bit-conf.ts";
import { identityEnv } from "./identity-env.ts";
import { identityTest } from "./identity-test.ts";
import { APP_VERSION, values } from "./values.ts";

const CONFIG_PATH = "/fluent-bit/shelltrail";

/** The first part of an image reference is a registry if it has a dot or a port (Docker's reference grammar). */
const REGISTRY = "^[^/]*[.:][^/]*/";

/** HTTPS to AWS, HTTP to the node's credential endpoints (169.254.169.254 and 169.254.170.23), and DNS. */
const EGRESS_PORTS = [
  { port: 443, protocol: "TCP" },
  { port: 80, protocol: "TCP" },
  { port: 53, protocol: "UDP" },
  { port: 53, protocol: "TCP" },
] as const;

/** The aws-for-fluent-bit chart: a DaemonSet that ships Falco's records to CloudWatch Logs and loses none. */
export default function awsForFluentBitChart(scope: Construct): HelmChart {
  const chart = new HelmChart(scope, {
    metadata: chartMetadata({
      name: "aws-for-fluent-bit",
      appVersion: APP_VERSION,
      description: "aws-for-fluent-bit with a durable buffer on the node: ships Falco's records to CloudWatch Logs",
      keywords: ["fluent-bit", "cloudwatch", "logging"],
    }),
    values,
    global,
  });
  const { fullname, labels, selectorLabels } = standardHelpers(chart, values);
  const { namespace } = release;
  const serviceAccountName = serviceAccountNameHelper(chart, values.serviceAccount, fullname);
  const image = chart.textHelper(
    "image",
    "Image reference; global.imageRegistry replaces the registry part.",
    choose(
      global.imageRegistry,
      (registry) => `${registry}/${regexReplaceAll(values.image.repository, REGISTRY, "")}:${values.image.tag}`,
      `${values.image.repository}:${values.image.tag}`,
    ),
  );
  const logGroup = chart.textHelper(
    "logGroup",
    "Log group of the records.",
    withDefault(values.cloudWatchLogs.logGroupName, `/shelltrail/${withDefault(global.cluster.name, "")}`),
  );

  guardCluster(chart);
  guardIdentity(chart);
  chart.guard({
    path: "aws-for-fluent-bit.cloudWatchLogs.logRetentionDays",
    refuse: and(values.cloudWatchLogs.logRetentionDays, not(values.cloudWatchLogs.autoCreateGroup)),
    message:
      "needs autoCreateGroup: Fluent Bit sets the retention only of a group that it creates. Set it on the group itself, or set autoCreateGroup.",
  });

  serviceAccount(
    chart,
    "serviceaccount",
    {
      metadata: {
        name: serviceAccountName,
        namespace,
        labels,
        annotations: {
          ...when(eq(global.identity.type, "irsa"), {
            "eks.amazonaws.com/role-arn": withDefault(global.identity.roleArn, ""),
          }),
          ...spread(values.serviceAccount.annotations),
        },
      },
      automountServiceAccountToken: false,
    },
    { when: values.serviceAccount.create },
  );

  configMap(chart, "configmap", {
    metadata: { name: fullname, namespace, labels },
    data: { "fluent-bit.conf": fluentBitConf(logGroup) },
  });

  networkPolicy(
    chart,
    "networkpolicy",
    {
      metadata: { name: fullname, namespace, labels },
      spec: {
        podSelector: { matchLabels: selectorLabels },
        policyTypes: ["Ingress", "Egress"],
        ingress: [{ ports: [{ port: values.service.httpPort, protocol: "TCP" }] }],
        egress: [{ ports: EGRESS_PORTS }],
      },
    },
    { when: values.networkPolicy.enabled },
  );

  daemonSet(chart, "daemonset", {
    metadata: { name: fullname, namespace, labels },
    spec: {
      selector: { matchLabels: selectorLabels },
      updateStrategy: values.updateStrategy,
      template: {
        metadata: {
          labels: { ...spread(selectorLabels), ...spread(values.podLabels) },
          annotations: { "checksum/config": checksumOf("configmap.yaml"), ...spread(values.podAnnotations) },
        },
        spec: {
          imagePullSecrets: values.imagePullSecrets,
          serviceAccountName,
          automountServiceAccountToken: false,
          ...when(values.priorityClassName, (priorityClassName) => ({ priorityClassName })),
          ...comment(`Longer than Grace (${GRACE_SECONDS} s), so that a stopped pod can send what it holds.`),
          terminationGracePeriodSeconds: GRACE_SECONDS + 15,
          nodeSelector: values.nodeSelector,
          affinity: values.affinity,
          tolerations: values.tolerations,
          containers: [
            {
              name: "fluent-bit",
              image,
              imagePullPolicy: values.image.pullPolicy,
              command: ["/fluent-bit/bin/fluent-bit", "-c", `${CONFIG_PATH}/fluent-bit.conf`],
              env: [
                { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
                ...identityEnv(),
                ...spread(values.extraEnv),
              ],
              ports: [{ name: "http", containerPort: values.service.httpPort, protocol: "TCP" }],
              ...comment(
                "The server's root, never /api/v1/health: an outage of CloudWatch Logs must not restart the pod.",
              ),
              livenessProbe: { httpGet: { path: "/", port: "http" }, initialDelaySeconds: 30, periodSeconds: 15 },
              readinessProbe: { httpGet: { path: "/api/v1/uptime", port: "http" }, periodSeconds: 10 },
              resources: values.resources,
              ...comment("Root, because the kubelet's log files are root's; it needs no capability."),
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                runAsUser: 0,
                capabilities: { drop: ["ALL"] },
              },
              volumeMounts: [
                { name: "config", mountPath: CONFIG_PATH, readOnly: true },
                { name: "pod-logs", mountPath: "/var/log/pods", readOnly: true },
                { name: "state", mountPath: STATE_PATH },
                ...spread(values.extraVolumeMounts),
              ],
            },
          ],
          volumes: [
            { name: "config", configMap: { name: fullname } },
            { name: "pod-logs", hostPath: { path: "/var/log/pods", type: "Directory" } },
            {
              name: "state",
              hostPath: { path: `${values.buffer.hostPath}/${namespace}/${release.name}`, type: "DirectoryOrCreate" },
            },
            ...spread(values.extraVolumes),
          ],
        },
      },
    },
  });

  identityTest(chart, { fullname, labels, image, serviceAccountName });
  return chart;
}
