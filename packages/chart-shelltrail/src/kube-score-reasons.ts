/**
 * What kube-score calls critical in the rendered chart and stays, with the reason. Keyed by check; a finding that is not here
 * fails the tests, and so does a reason that no finding needs any more.
 */
export const KUBE_SCORE_REASONS: Readonly<Record<string, string>> = {
  "container-resources": "No CPU limit: a throttled Falco drops events, a throttled Fluent Bit falls behind.",
  "container-image-pull-policy":
    "IfNotPresent: tags are pinned to a version, and a node must start its agents while the registry is out.",
  "container-security-context-user-group-id":
    "Falco and Fluent Bit run as root: capabilities reach no other user, and the kubelet's log files are root's.",
  "pod-networkpolicy":
    "networkPolicy.enabled is off by default: its effect depends on the CNI and on the ports of a proxy.",
  "pod-probes-identical":
    "Falco serves one health endpoint. Its liveness probe begins after 60 s, its readiness probe at once.",
};
