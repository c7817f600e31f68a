import { global } from "@shelltrail/chart-global";
import { eq, when, withDefault } from "@shelltrail/helm-kit";

/** Variables that carry the access keys of `global.identity.type: secret`; the other types come from the cluster. */
export function identityEnv() {
  const name = withDefault(global.identity.secretName, "");
  return when(eq(global.identity.type, "secret"), [
    { name: "AWS_ACCESS_KEY_ID", valueFrom: { secretKeyRef: { name, key: "AWS_ACCESS_KEY_ID" } } },
    { name: "AWS_SECRET_ACCESS_KEY", valueFrom: { secretKeyRef: { name, key: "AWS_SECRET_ACCESS_KEY" } } },
  ]);
}
