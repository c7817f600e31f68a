import { readFileSync } from "node:fs";
import { chartMetadata, global } from "@shelltrail/chart-global";
import {
  checksumOf,
  comment,
  configMap,
  daemonSet,
  forEach,
  HelmChart,
  ne,
  networkPolicy,
  regexReplaceAll,
  release,
  replace,
  serviceAccount,
  serviceAccountNameHelper,
  spread,
  standardHelpers,
  when,
  withDefault,
} from "@shelltrail/helm-kit";
import type { Construct } from "constructs";
import { falcoYaml, RULES_PATH, WEBSERVER_PORT } from "./falco-yaml.ts";
import { APP_VERSION, values } from "./values.ts";

/**
 * What modern eBPF takes, and nothing more (falco.org/docs/setup/container: least privileged): BPF and PERFMON to load
 * and attach, SYS_RESOURCE to raise RLIMIT_MEMLOCK, SYS_PTRACE to read /proc of other processes.
 */
const CAPABILITIES = ["BPF", "PERFMON", "SYS_RESOURCE", "SYS_PTRACE"];

/** Seconds until the probe is attached after start; 11 were seen. The old pod stays that long beside the new one. */
const ATTACH_SECONDS = 20;

/** The Falco chart: a DaemonSet that writes one JSON record a line to stdout. */
export default function falcoChart(scope: Construct): HelmChart {
  const chart = new HelmChart(scope, {
    metadata: chartMetadata({
      name: "falco",
      appVersion: APP_VERSION,
      description: "Falco with modern eBPF and four capabilities: records every terminal session of a node",
      keywords: ["falco", "audit", "ebpf"],
    }),
    values,
    global,
  });
  const { fullname, labels, selectorLabels } = standardHelpers(chart, values);
  const serviceAccountName = serviceAccountNameHelper(chart, values.serviceAccount, fullname);
  const image = chart.textHelper(
    "image",
    "Image reference; global.imageRegistry replaces the registry.",
    `${withDefault(global.imageRegistry, values.image.registry)}/${values.image.repository}:${values.image.tag}`,
  );
  const { sockets } = values.collectors.containerEngine.engines.cri;
  const namespace = release.namespace;

  chart.guard({
    path: "falco.driver.kind",
    refuse: ne(values.driver.kind, "modern_ebpf"),
    message: `${values.driver.kind} is not supported. Use modern_ebpf: Falco 0.44 removed the legacy ebpf probe and gVisor, and kmod needs a privileged container.`,
  });
  const rules = chart.file(
    "files/shelltrail_rules.yaml",
    readFileSync(new URL("../files/shelltrail_rules.yaml", import.meta.url), "utf8"),
  );

  serviceAccount(
    chart,
    "serviceaccount",
    {
      metadata: { name: serviceAccountName, namespace, labels, annotations: values.serviceAccount.annotations },
      automountServiceAccountToken: false,
    },
    { when: values.serviceAccount.create },
  );

  configMap(chart, "configmap", {
    metadata: { name: fullname, namespace, labels },
    data: { "falco.yaml": falcoYaml },
  });

  configMap(chart, "rules-configmap", {
    metadata: { name: `${fullname}-rules`, namespace, labels },
    data: { "shelltrail_rules.yaml": rules },
  });

  networkPolicy(
    chart,
    "networkpolicy",
    {
      metadata: { name: fullname, namespace, labels },
      spec: {
        podSelector: { matchLabels: selectorLabels },
        policyTypes: ["Ingress", "Egress"],
        ingress: [{ ports: [{ port: WEBSERVER_PORT, protocol: "TCP" }] }],
        egress: [],
      },
    },
    { when: values.networkPolicy.enabled },
  );

  daemonSet(chart, "daemonset", {
    metadata: { name: fullname, namespace, labels },
    spec: {
      selector: { matchLabels: selectorLabels },
      ...comment(
        "The new pod attaches its probe before the old one goes: two Falcos overlap, consumers drop what they see twice.",
      ),
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      minReadySeconds: ATTACH_SECONDS,
      template: {
        metadata: {
          labels: { ...spread(selectorLabels), ...spread(values.podLabels) },
          annotations: {
            "checksum/config": checksumOf("configmap.yaml"),
            "checksum/rules": checksumOf("rules-configmap.yaml"),
            ...spread(values.podAnnotations),
          },
        },
        spec: {
          imagePullSecrets: values.imagePullSecrets,
          serviceAccountName,
          automountServiceAccountToken: false,
          ...when(values.podPriorityClassName, (priorityClassName) => ({ priorityClassName })),
          nodeSelector: values.nodeSelector,
          affinity: values.affinity,
          tolerations: values.tolerations,
          containers: [
            {
              name: "falco",
              image,
              imagePullPolicy: values.image.pullPolicy,
              args: ["/usr/bin/falco"],
              env: [
                { name: "HOST_ROOT", value: "/host" },
                { name: "FALCO_HOSTNAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
                { name: "FALCO_K8S_NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
                ...spread(values.extraEnv),
              ],
              ports: [{ name: "http", containerPort: WEBSERVER_PORT, protocol: "TCP" }],
              readinessProbe: { httpGet: { path: "/healthz", port: "http" }, periodSeconds: 5 },
              livenessProbe: {
                httpGet: { path: "/healthz", port: "http" },
                initialDelaySeconds: 60,
                periodSeconds: 15,
              },
              resources: values.resources,
              ...comment("Root, because capabilities of a container reach no other user; nothing is privileged."),
              securityContext: {
                privileged: false,
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                runAsUser: 0,
                capabilities: { drop: ["ALL"], add: CAPABILITIES },
              },
              volumeMounts: [
                { name: "config", mountPath: "/etc/falco/falco.yaml", subPath: "falco.yaml", readOnly: true },
                { name: "rules", mountPath: RULES_PATH, subPath: "shelltrail_rules.yaml", readOnly: true },
                { name: "proc", mountPath: "/host/proc" },
                { name: "etc", mountPath: "/host/etc", readOnly: true },
                { name: "tracing", mountPath: "/sys/kernel/tracing", readOnly: true },
                ...forEach(sockets, (socket) => [
                  { name: volumeName(socket), mountPath: `/host${directoryOf(socket)}` },
                ]),
                ...spread(values.extraVolumeMounts),
              ],
            },
          ],
          volumes: [
            { name: "config", configMap: { name: fullname } },
            { name: "rules", configMap: { name: `${fullname}-rules` } },
            { name: "proc", hostPath: { path: "/proc" } },
            { name: "etc", hostPath: { path: "/etc" } },
            { name: "tracing", hostPath: { path: "/sys/kernel/tracing" } },
            ...forEach(sockets, (socket) => [{ name: volumeName(socket), hostPath: { path: directoryOf(socket) } }]),
            ...spread(values.extraVolumes),
          ],
        },
      },
    },
  });
  return chart;

  function directoryOf(socket: Parameters<typeof regexReplaceAll>[0]) {
    return regexReplaceAll(socket, "/[^/]+$", "");
  }

  function volumeName(socket: Parameters<typeof regexReplaceAll>[0]) {
    return `runtime${replace(directoryOf(socket), "/", "-")}`;
  }
}
