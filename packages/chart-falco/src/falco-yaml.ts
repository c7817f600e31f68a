import { global } from "@shelltrail/chart-global";
import { not, when, withDefault, yamlFile } from "@shelltrail/helm-kit";
import { values } from "./values.ts";

/** Where the rules lie in the container. */
export const RULES_PATH = "/etc/falco/rules.d/shelltrail_rules.yaml";
/** Port of Falco's web server, for the probes. */
export const WEBSERVER_PORT = 8765;

const OFF = { enabled: false };

/** Fields that every record carries; what identifies a session comes first. */
const RECORD_FIELDS = [
  "container.id",
  "proc.sid",
  "proc.vpid",
  "proc.pid",
  "proc.pvpid",
  "evt.type",
  "proc.name",
  "proc.pname",
  "proc.sname",
  "proc.cmdline",
  "proc.cwd",
  "user.name",
  "user.loginuid",
  "proc.tty",
  "k8s.ns.name",
  "k8s.pod.name",
  "container.image.repository",
  "static.cluster",
  "static.region",
];
/** A typed key carries only what joins it to its session: bash sends one record a key. */
const KEY_FIELDS = ["container.id", "proc.sid", "proc.vpid", "static.cluster"];

/** falco.yaml, as it ran in a kind cluster with Falco 0.44.1. */
export const falcoYaml = yamlFile({
  engine: {
    kind: values.driver.kind,
    modern_ebpf: {
      buf_size_preset: values.driver.modernEbpf.bufSizePreset,
      cpus_for_each_buffer: values.driver.modernEbpf.cpusForEachBuffer,
    },
  },
  rules_files: [RULES_PATH],
  ...when(not(values.typedInput.enabled), { rules: [{ disable: { rule: "Shelltrail Typed Input" } }] }),
  plugins: [
    {
      name: "container",
      library_path: "libcontainer.so",
      init_config: {
        label_max_len: values.collectors.containerEngine.labelMaxLen,
        // An engine that is off must not carry sockets.
        engines: {
          cri: { enabled: true, sockets: values.collectors.containerEngine.engines.cri.sockets },
          containerd: OFF,
          docker: OFF,
          podman: OFF,
          lxc: OFF,
          libvirt_lxc: OFF,
          bpm: OFF,
        },
      },
    },
  ],
  // The image's config.d is not read (no config_files), so the plugin is loaded here, once: twice crashes Falco.
  load_plugins: ["container"],
  // A stock or custom rule that matches first must not swallow a record.
  rule_matching: "all",
  priority: "debug",
  json_output: true,
  json_include_message_property: true,
  json_include_output_property: false,
  json_include_output_fields_property: true,
  buffer_format_base64: true,
  buffered_outputs: false,
  outputs_queue: { capacity: values.falco.outputs_queue.capacity },
  stdout_output: { enabled: true },
  log_stderr: true,
  log_syslog: false,
  log_level: values.falco.log_level,
  syscall_event_drops: { threshold: 0, actions: ["log", "alert"] },
  metrics: { enabled: true, interval: values.falco.metrics.interval, output_rule: true },
  webserver: { enabled: true, listen_port: WEBSERVER_PORT, k8s_healthz_endpoint: "/healthz" },
  // Typed input needs read(), which no other rule asks for, and more than the default 80 bytes of a buffer.
  ...when(values.typedInput.enabled, { base_syscalls: { all: true }, falco_libs: { snaplen: 512 } }),
  static_fields: {
    cluster: withDefault(global.cluster.name, ""),
    region: withDefault(global.cluster.region, ""),
    ...when(global.cluster.accountId, (account) => ({ account })),
  },
  append_output: [
    {
      match: { source: "syscall", tags: ["shelltrail"] },
      extra_fields: [...RECORD_FIELDS, ...when(global.cluster.accountId, ["static.account"])],
    },
    { match: { source: "syscall", tags: ["shelltrail_keys"] }, extra_fields: KEY_FIELDS },
  ],
});
