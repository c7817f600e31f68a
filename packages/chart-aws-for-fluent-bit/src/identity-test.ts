import { global } from "@shelltrail/chart-global";
import { type Expression, type HelmChart, pod, release, withDefault } from "@shelltrail/helm-kit";
import { identityEnv } from "./identity-env.ts";
import { values } from "./values.ts";

/**
 * A pod of `helm test`. A role that cannot be assumed falls back to the node's without a word, so the test looks at what
 * the cluster put into a pod with Fluent Bit's ServiceAccount.
 */
export function identityTest(
  chart: HelmChart,
  names: {
    readonly fullname: Expression<string>;
    readonly labels: Expression<Record<string, string>>;
    readonly image: Expression<string>;
    readonly serviceAccountName: Expression<string>;
  },
): void {
  pod(
    chart,
    "identity-test",
    {
      metadata: {
        name: `${names.fullname}-identity-test`,
        namespace: release.namespace,
        labels: names.labels,
        annotations: { "helm.sh/hook": "test", "helm.sh/hook-delete-policy": "before-hook-creation,hook-succeeded" },
      },
      spec: {
        imagePullSecrets: values.imagePullSecrets,
        serviceAccountName: names.serviceAccountName,
        automountServiceAccountToken: false,
        restartPolicy: "Never",
        nodeSelector: values.nodeSelector,
        tolerations: values.tolerations,
        containers: [
          {
            name: "identity",
            image: names.image,
            imagePullPolicy: values.image.pullPolicy,
            command: ["/bin/sh", "-c", SCRIPT],
            env: [
              { name: "IDENTITY_TYPE", value: withDefault(global.identity.type, "irsa") },
              { name: "IDENTITY_ROLE", value: withDefault(global.identity.roleArn, "") },
              ...identityEnv(),
            ],
            resources: {
              requests: { cpu: "10m", memory: "16Mi", "ephemeral-storage": "1Mi" },
              limits: { memory: "64Mi", "ephemeral-storage": "16Mi" },
            },
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              runAsNonRoot: true,
              runAsUser: 65534,
              runAsGroup: 65534,
              capabilities: { drop: ["ALL"] },
            },
          },
        ],
      },
    },
    { file: "tests/identity" },
  );
}

const SCRIPT = `case "$IDENTITY_TYPE" in
  irsa)
    [ "$AWS_ROLE_ARN" = "$IDENTITY_ROLE" ] && [ -n "$AWS_WEB_IDENTITY_TOKEN_FILE" ] ||
      { echo "irsa: AWS_ROLE_ARN is '$AWS_ROLE_ARN', not '$IDENTITY_ROLE': is the EKS identity webhook at work?"; exit 1; } ;;
  podIdentity)
    [ -n "$AWS_CONTAINER_CREDENTIALS_FULL_URI" ] ||
      { echo "podIdentity: no credentials endpoint: is there an association for this ServiceAccount, and the agent add-on?"; exit 1; } ;;
  secret)
    [ -n "$AWS_ACCESS_KEY_ID" ] && [ -n "$AWS_SECRET_ACCESS_KEY" ] ||
      { echo "secret: the access keys are empty"; exit 1; } ;;
  nodeRole)
    [ -z "$AWS_ROLE_ARN$AWS_CONTAINER_CREDENTIALS_FULL_URI$AWS_ACCESS_KEY_ID" ] ||
      { echo "nodeRole: another identity comes first in this pod"; exit 1; } ;;
esac
echo "Fluent Bit uses $IDENTITY_TYPE"
`;
