import { choice, defineGlobal, section, text } from "@shelltrail/helm-kit";

/** Name of a Kubernetes object or a host, or empty: a DNS subdomain (RFC 1123). */
export const DNS_NAME = "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$";

/**
 * The `global` block of a release: what Falco and Fluent Bit must agree on. Subcharts see their own values and this,
 * never a sibling's.
 */
export const global = defineGlobal({
  cluster: section("The cluster whose shells are recorded.", {
    // EKS: 1 to 100 characters, https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
    name: text("", "Required. Name of the EKS cluster; every record carries it as static.cluster.", {
      pattern: "^([0-9A-Za-z][0-9A-Za-z_-]{0,99})?$",
      examples: ["prod-euc1-blue"],
    }),
    region: text("", "Required. AWS region of the cluster and of its log group, such as eu-central-1.", {
      pattern: "^([a-z]{2,3}(-[a-z]+)+-[0-9]+)?$",
      examples: ["eu-central-1", "ap-northeast-1", "cn-north-1", "us-gov-west-1"],
    }),
    partition: choice(["aws", "aws-cn", "aws-us-gov"], "aws", "AWS partition of the region."),
    accountId: text(
      "",
      "AWS account of the cluster, quoted: YAML reads 012345678901 as a number. Every record carries it as static.account.",
      {
        pattern: "^([0-9]{12})?$",
        examples: ["012345678901"],
      },
    ),
  }),
  identity: section("How Fluent Bit gets to CloudWatch Logs. Nothing else in the release has an AWS role.", {
    type: choice(
      ["irsa", "podIdentity", "nodeRole", "secret"],
      "irsa",
      "irsa: role of the ServiceAccount. podIdentity: an EKS Pod Identity association made outside of the chart. nodeRole: the node's instance role. secret: access keys from a Secret.",
    ),
    // Its shape is judged by a guard, which can say what to write instead.
    roleArn: text("", "IAM role for irsa, arn:PARTITION:iam::ACCOUNT:role/NAME.", {
      pattern: "^[^\\s\"']*$",
      examples: ["arn:aws:iam::012345678901:role/shelltrail-fluent-bit"],
    }),
    secretName: text("", "Secret with the keys AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, for secret.", {
      pattern: DNS_NAME,
      maxLength: 253,
      examples: ["shelltrail-aws-keys"],
    }),
  }),
  imageRegistry: text(
    "",
    "Registry that replaces the one of every image, such as a mirror in a private ECR. A path may follow.",
    {
      pattern: "^([a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9._-]+)*)?$",
      examples: ["012345678901.dkr.ecr.eu-central-1.amazonaws.com"],
    },
  ),
});
