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
  textList,
  textMap,
} from "@shelltrail/helm-kit";
import type {
  Affinity,
  EnvVar,
  LocalObjectReference,
  ResourceRequirements,
  Toleration,
  Volume,
  VolumeMount,
} from "kubernetes-types/core/v1.js";

/** A text without white space or quotes that can stand in an image reference. */
const IMAGE_PART = "^[A-Za-z0-9][A-Za-z0-9._/:@-]*$";

/** Version of the image, and the chart's appVersion. */
export const APP_VERSION = "0.44.1";

/** Values of the Falco chart. Names are those of the public chart where they mean the same. */
export const values = defineValues({
  ...nameValues,
  image: section("Falco's image: registry/repository:tag.", {
    registry: text("docker.io", "Registry; global.imageRegistry replaces it. public.ecr.aws has the image, too.", {
      pattern: IMAGE_PART,
    }),
    repository: text("falcosecurity/falco", "Repository in the registry.", { pattern: IMAGE_PART }),
    tag: text(APP_VERSION, "Version; the configuration is made for 0.44.", {
      pattern: "^[A-Za-z0-9_][A-Za-z0-9._-]*$",
      maxLength: 128,
    }),
    pullPolicy: choice(["IfNotPresent", "Always", "Never"], "IfNotPresent", "When the image is pulled."),
  }),
  imagePullSecrets: objectList<LocalObjectReference>([], "Secrets to pull the image with."),
  serviceAccount: section("Falco needs neither the Kubernetes API nor AWS: its ServiceAccount has no token mounted.", {
    create: boolean(true, "Create the ServiceAccount."),
    name: text("", "Name of the ServiceAccount; the full name by default.", {
      pattern: DNS_NAME,
      maxLength: 253,
    }),
    annotations: textMap({}, "Annotations of the ServiceAccount."),
  }),
  driver: section("How Falco sees system calls.", {
    kind: text(
      "modern_ebpf",
      "Only modern_ebpf: it needs no privileged container, but BTF (kernel 5.8 or later: AL2023, Bottlerocket, AL2 with 5.10).",
      {
        pattern: "^[a-z_-]+$",
        examples: ["modern_ebpf"],
      },
    ),
    modernEbpf: {
      bufSizePreset: integer(
        4,
        "Size of each ring buffer: 1 is 1 MiB, each step doubles it (4 is 8 MiB). Larger loses fewer events on busy nodes.",
        {
          minimum: 1,
          maximum: 10,
        },
      ),
      cpusForEachBuffer: integer(2, "CPUs that share a ring buffer; 0 is one buffer for all.", {
        minimum: 0,
        maximum: 1024,
      }),
    },
  }),
  collectors: {
    containerEngine: section("Where Falco asks for the names of containers, images and pods.", {
      labelMaxLen: integer(100, "Longest container label that is kept, characters.", { minimum: 1, maximum: 65536 }),
      engines: {
        cri: {
          sockets: textList(
            ["/run/containerd/containerd.sock"],
            "Sockets of the container runtime on the node, each in a directory of its own. The directory is mounted: a socket file would go stale when the runtime restarts.",
            {
              pattern: "^(/[a-z0-9]+(-[a-z0-9]+)*)+/[a-z0-9.-]+$",
              maxLength: 50,
              examples: ["/run/containerd/containerd.sock", "/run/crio/crio.sock"],
            },
          ),
        },
      },
    }),
  },
  typedInput: section("What people type, key by key, beside what they run.", {
    enabled: boolean(
      false,
      "Record typed lines. They can hold what a person types at `read -s` or pastes by mistake, and every read() of the node enters the ring buffer: turn it on with care.",
    ),
  }),
  falco: section("Settings of falco.yaml.", {
    outputs_queue: {
      capacity: integer(
        20000,
        "Records that may wait for stdout before Falco drops and counts them. Never 0: an unbounded queue ends in an OOM kill.",
        {
          minimum: 1,
          maximum: 1000000,
        },
      ),
    },
    log_level: choice(
      ["emergency", "alert", "critical", "error", "warning", "notice", "info", "debug"],
      "warning",
      "Falco's own log, on stderr.",
    ),
    metrics: {
      interval: text("5m", "Time between two heartbeats of a node: an alarm on their absence finds a dead one.", {
        pattern: "^[1-9][0-9]*(s|m|h)$",
        examples: ["5m", "1h"],
      }),
    },
  }),
  podAnnotations: textMap({}, "Annotations of the pods."),
  podLabels: textMap({}, "Labels of the pods, beside the standard ones."),
  podPriorityClassName: text(
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
      requests: { cpu: "100m", memory: "512Mi", "ephemeral-storage": "100Mi" },
      limits: { memory: "1Gi", "ephemeral-storage": "1Gi" },
    },
    "Resources of the container. No CPU limit: a throttled Falco drops events.",
  ),
  networkPolicy: section("Falco opens no connection; only the kubelet's probes come in.", {
    enabled: boolean(false, "Create a NetworkPolicy. It has an effect only where the CNI enforces one."),
  }),
  nodeSelector: textMap({ "kubernetes.io/os": "linux" }, "Nodes to run on."),
  affinity: object<Affinity>({}, "Affinity of the pods."),
  tolerations: objectList<Toleration>(
    [{ operator: "Exists" }],
    "Taints to run on in spite of: all, or a tainted node is a blind spot.",
  ),
  extraEnv: objectList<EnvVar>([], "Variables for the container, as Kubernetes writes them."),
  extraVolumes: objectList<Volume>([], "Volumes for the pod."),
  extraVolumeMounts: objectList<VolumeMount>([], "Mounts for the container."),
});
