import { mergeValues, type Values } from "@shelltrail/helm-kit";

/**
 * Makes random values of `global` fit together as the guards ask: partition to region, role to identity. For the proofs of
 * the charts, where values that are all refused would show little.
 */
export function coherentGlobal(values: Values): Values {
  const { cluster = {}, identity = {} } = (values.global ?? {}) as Record<string, Record<string, string>>;
  const { name = "", region = "" } = cluster;
  const { type = "irsa", roleArn = "", secretName = "" } = identity;
  const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  const fits = new RegExp(`^arn:${partition}:iam::[0-9]{12}:role/[0-9A-Za-z_+=,.@/-]+$`).test(roleArn);
  const role = fits ? roleArn : `arn:${partition}:iam::012345678901:role/shelltrail`;
  return mergeValues(values, {
    global: {
      cluster: { name: name || "prod", region: region || "eu-central-1", partition },
      identity: { type, roleArn: type === "irsa" ? role : "", secretName: secretName || "keys" },
    },
  });
}
