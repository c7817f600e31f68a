import { expect, test } from "vitest";
import { checkShipping, InvalidShipping } from "./check-shipping.ts";
import type { Shipping } from "./shipping.ts";
import { everyShipping, shipping, topicOf } from "./testing/shippings.ts";

const alarms = { topicArn: topicOf("aws"), heartbeatSeconds: 300 };
const group = { name: "/audit/shells", madeBy: "stack" } as const;
const account = { namespace: "shelltrail", name: "shipper" };
const role = "arn:aws:iam::012345678901:role/shipper";

test.each<[string, Partial<Shipping>, string, string]>([
  ["an account that YAML read as a number", { accountId: "12345678901" }, "accountId", "must be 12 digits"],
  ["a wildcard for an account", { accountId: "*" }, "accountId", "must be 12 digits"],
  ["a zone for a region", { region: "eu-central-1a" }, "region", "such as eu-central-1"],
  ["a cluster with a space", { clusterName: "prod blue" }, "clusterName", "1 to 100 letters"],
  [
    "a wildcard namespace",
    { serviceAccount: { ...account, namespace: "*" } },
    "serviceAccount.namespace",
    "name of a Kubernetes namespace",
  ],
  [
    "a wildcard ServiceAccount",
    { serviceAccount: { ...account, name: "ship*" } },
    "serviceAccount.name",
    "name of a ServiceAccount",
  ],
  ["a log group by wildcard", { logGroup: { ...group, name: "/audit/*" } }, "logGroup.name", "1 to 512 letters"],
  ["a log group of AWS' own", { logGroup: { ...group, name: "aws/x" } }, "logGroup.name", "not start with aws/"],
  ["an unknown partition", { partition: "aws-iso" as never }, "partition", "must be one of aws, aws-cn, aws-us-gov"],
  ["a region of another partition", { region: "cn-north-1" }, "partition", "lies in aws-cn"],
  [
    "days that are not offered",
    { logGroup: { ...group, retentionDays: 10 } },
    "logGroup.retentionDays",
    "10 is not a number of days that CloudWatch Logs offers: 1, 3, 5, 7,",
  ],
  [
    "masking that nobody can undo",
    { logGroup: { ...group, class: "INFREQUENT_ACCESS", dataProtection: true } },
    "logGroup.dataProtection",
    "cannot unmask",
  ],
  [
    "alarms on a class without metric filters",
    { logGroup: { ...group, class: "INFREQUENT_ACCESS" }, alarms },
    "alarms",
    "Use STANDARD",
  ],
  [
    "alarms on a group that is not there yet",
    { logGroup: { name: "/x", madeBy: "shipper" }, alarms },
    "alarms",
    "Let the stack make the group",
  ],
  [
    "a topic's name",
    { alarms: { ...alarms, topicArn: "on-call" } },
    "alarms.topicArn",
    "Write arn:aws:sns:eu-central-1:",
  ],
  [
    "a subscription for a topic",
    { alarms: { ...alarms, topicArn: `${alarms.topicArn}:1` } },
    "alarms.topicArn",
    "not the ARN of an SNS topic",
  ],
  [
    "a topic of another region",
    { alarms: { ...alarms, topicArn: "arn:aws:sns:eu-west-1:012345678901:on-call" } },
    "alarms.topicArn",
    "is not in eu-central-1",
  ],
  ["no heartbeat", { alarms: { ...alarms, heartbeatSeconds: 0 } }, "alarms.heartbeatSeconds", "at most a day"],
  ["a heartbeat in two days", { alarms: { ...alarms, heartbeatSeconds: 172_800 } }, "alarms.heartbeatSeconds", "a day"],
  ["half a node", { alarms: { ...alarms, nodes: 1.5 } }, "alarms.nodes", "a whole number, 1 or more"],
  [
    "a role's name for its ARN",
    { identity: { type: "irsa", roleArn: "shipper" } },
    "identity.roleArn",
    "Write arn:aws:iam::012345678901:role/NAME",
  ],
  [
    "a user for a role",
    { identity: { type: "irsa", roleArn: role.replace("role/", "user/") } },
    "identity.roleArn",
    "is not the ARN of an IAM role",
  ],
  [
    "a role of another account",
    { identity: { type: "irsa", roleArn: role.replace("012345678901", "999999999999") } },
    "identity.roleArn",
    "the account 012345678901",
  ],
  [
    "a cluster's name for a provider",
    { identity: { type: "irsa", oidcProvider: "prod-blue" } },
    "identity.oidcProvider",
    "nor an issuer's URL",
  ],
  [
    "an issuer with a wildcard",
    { identity: { type: "irsa", oidcProvider: "https://oidc.eks.eu-central-1.amazonaws.com/id/*" } },
    "identity.oidcProvider",
    "aws eks describe-cluster",
  ],
  [
    "an issuer with a slash at its end, which IAM would not find equal",
    { identity: { type: "irsa", oidcProvider: "https://oidc.eks.eu-central-1.amazonaws.com/id/A/" } },
    "identity.oidcProvider",
    "nor an issuer's URL",
  ],
  [
    "a provider of another account",
    {
      identity: {
        type: "irsa",
        oidcProvider: "arn:aws:iam::999999999999:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/A",
      },
    },
    "identity.oidcProvider",
    "a role trusts only providers of its own account",
  ],
  [
    "an issuer of another region",
    { identity: { type: "irsa", oidcProvider: "https://oidc.eks.eu-west-1.amazonaws.com/id/A" } },
    "identity.oidcProvider",
    "is of a cluster in eu-west-1, but the cluster's region is eu-central-1",
  ],
  [
    "a dual-stack issuer of another region",
    { identity: { type: "irsa", oidcProvider: "https://oidc-eks.eu-west-1.api.aws/id/A" } },
    "identity.oidcProvider",
    "is of a cluster in eu-west-1",
  ],
])("refuses %s", (_what, change, path, message) => {
  const shipped = shipping("aws", change);
  try {
    checkShipping(shipped);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidShipping);
    const { problems } = error as InvalidShipping;
    expect(problems.map((problem) => problem.path)).toContain(path);
    expect(problems.find((problem) => problem.path === path)?.message).toContain(message);
    return;
  }
  expect.unreachable("it was taken");
});

test("names every problem at once", () => {
  const shipped = shipping("aws", { accountId: "1", clusterName: "", logGroup: { ...group, retentionDays: 2 } });
  expect(() => checkShipping(shipped)).toThrow(/^accountId: .*\nclusterName: .*\nlogGroup\.retentionDays: /);
});

test.each([
  ["an issuer of a cluster that is not EKS", "https://tokens.example.com/cluster-1"],
  ["a dual-stack issuer", "https://oidc-eks.eu-central-1.api.aws/id/A"],
])("takes %s", (_what, oidcProvider) => {
  expect(() => checkShipping(shipping("aws", { identity: { type: "irsa", oidcProvider } }))).not.toThrow();
});

test.each(everyShipping())("takes %s", (_title, shipped) => {
  expect(() => checkShipping(shipped)).not.toThrow();
});
