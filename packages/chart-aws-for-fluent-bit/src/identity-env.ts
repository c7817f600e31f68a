import { global } from "@shelltrail/chart-global";
import { eq, when } from "@shelltrail/helm-kit";

/** Variables that carry the access keys of `global.identity.type: secret`; the other types come from the cluster. */
export function identityEnv() {
  return when(eq(global.identity.type, "secret"), [
    ...when(global.identity.secretName, (name) => [
      { name: "AWS_ACCESS_KEY_ID", valueFrom: { secretKeyRef: { name, key: "AWS_ACCESS_KEY_ID" } } },
      { name: "AWS_SECRET_ACCESS_KEY", valueFrom: { secretKeyRef: { name, key: "AWS_SECRET_ACCESS_KEY" } } },
    ]),
  ]);
}
