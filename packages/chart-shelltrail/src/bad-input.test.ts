import { type Renderer, startRenderer } from "@shelltrail/helm-engines";
import { ChartRefusal, mergeValues, toManifests, toTemplates } from "@shelltrail/helm-kit";
import { App } from "cdk8s";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import shelltrailChart from "./chart.ts";

const chart = shelltrailChart(new App());
const RELEASE = { name: "shelltrail", namespace: "shelltrail" };

/** What renders; each case changes one thing of it. */
const GOOD = {
  global: {
    cluster: { name: "prod", region: "eu-central-1", accountId: "012345678901" },
    identity: { type: "irsa", roleArn: "arn:aws:iam::012345678901:role/shelltrail" },
  },
};

interface Case {
  readonly wrong: string;
  readonly values: object;
  readonly kubeVersion?: string;
  /** What the message must name: path and remedy. */
  readonly says: readonly RegExp[];
}

const cases: Case[] = [
  { wrong: "an unknown key at the top", values: { flaco: {} }, says: [/flaco/] },
  { wrong: "an unknown key of global", values: { global: { clusters: {} } }, says: [/global/, /clusters/] },
  {
    wrong: "an unknown key below global",
    values: { global: { cluster: { regoin: "x" } } },
    says: [/global.cluster/, /regoin/],
  },
  { wrong: "an unknown key of a subchart", values: { falco: { drivers: {} } }, says: [/falco/, /drivers/] },
  {
    wrong: "an unknown key deep in a subchart",
    values: { "aws-for-fluent-bit": { cloudWatchLogs: { logGroup: "x" } } },
    says: [/aws-for-fluent-bit.cloudWatchLogs/, /logGroup/],
  },
  {
    wrong: "a text where a number is wanted",
    values: { "aws-for-fluent-bit": { service: { flush: "1" } } },
    says: [/aws-for-fluent-bit.service.flush/, /integer/],
  },
  { wrong: "a number where a switch is wanted", values: { falco: { enabled: 1 } }, says: [/falco.enabled/, /boolean/] },
  {
    wrong: "a map where a list is wanted",
    values: { falco: { tolerations: {} } },
    says: [/falco.tolerations/, /array/],
  },
  {
    wrong: "an account id without quotes",
    values: { global: { cluster: { accountId: 123456789012 } } },
    says: [/global.cluster.accountId/, /string/],
  },
  {
    wrong: "an account id of 11 digits",
    values: { global: { cluster: { accountId: "12345678901" } } },
    says: [/global.cluster.accountId/, /\{12\}/],
  },
  {
    wrong: "no region",
    values: { global: { cluster: { region: "" } } },
    says: [/global.cluster.region is missing/, /Set it to the cluster's AWS region/],
  },
  {
    wrong: "a zone instead of a region",
    values: { global: { cluster: { region: "eu-central-1a" } } },
    says: [/global.cluster.region/],
  },
  {
    wrong: "no cluster name",
    values: { global: { cluster: { name: "" } } },
    says: [/global.cluster.name is missing/, /Set it to the name/],
  },
  {
    wrong: "something that is no ARN",
    values: { global: { identity: { roleArn: "shelltrail" } } },
    says: [/global.identity.roleArn shelltrail is not the ARN of an IAM role/, /Write arn:aws:iam::ACCOUNT:role\/NAME/],
  },
  {
    wrong: "an ARN of a user",
    values: { global: { identity: { roleArn: "arn:aws:iam::012345678901:user/me" } } },
    says: [/global.identity.roleArn arn:aws:iam::012345678901:user\/me is not the ARN of an IAM role/],
  },
  {
    wrong: "no role for irsa",
    values: { global: { identity: { roleArn: "" } } },
    says: [/global.identity.roleArn is missing/, /set the type to podIdentity, nodeRole or secret/],
  },
  {
    wrong: "a role for another identity type",
    values: { global: { identity: { type: "podIdentity" } } },
    says: [/global.identity.roleArn is set/, /Set the type to irsa, or leave roleArn empty/],
  },
  {
    wrong: "an identity type that is none",
    values: { global: { identity: { type: "kube2iam" } } },
    says: [/global.identity.type/, /irsa/, /podIdentity/],
  },
  {
    wrong: "no secret for secret",
    values: { global: { identity: { type: "secret", roleArn: "" } } },
    says: [/global.identity.secretName is missing/, /Name a Secret/],
  },
  {
    wrong: "a partition that is none",
    values: { global: { cluster: { partition: "aws-eu" } } },
    says: [/global.cluster.partition/, /aws-us-gov/],
  },
  {
    wrong: "a partition that is not the region's",
    values: { global: { cluster: { region: "cn-north-1" } } },
    says: [/global.cluster.partition does not fit the region cn-north-1/, /Set it to aws-cn/],
  },
  {
    wrong: "a region that is not the partition's",
    values: { global: { cluster: { partition: "aws-us-gov" } } },
    says: [/global.cluster.partition aws-us-gov does not fit the region eu-central-1/, /starts with us-gov-/],
  },
  {
    wrong: "a role of another partition",
    values: { global: { identity: { roleArn: "arn:aws-cn:iam::012345678901:role/x" } } },
    says: [/global.identity.roleArn arn:aws-cn:\S+ is not of the partition aws/, /Use a role of that partition/],
  },
  {
    wrong: "a driver that Falco no longer has",
    values: { falco: { driver: { kind: "ebpf" } } },
    says: [/falco.driver.kind ebpf is not supported/, /Use modern_ebpf/],
  },
  {
    wrong: "a retention that nobody would set",
    values: { "aws-for-fluent-bit": { cloudWatchLogs: { logRetentionDays: 30 } } },
    says: [/aws-for-fluent-bit.cloudWatchLogs.logRetentionDays needs autoCreateGroup/],
  },
  {
    wrong: "nothing enabled",
    values: { falco: { enabled: false }, "aws-for-fluent-bit": { enabled: false } },
    says: [/falco.enabled and aws-for-fluent-bit.enabled are both false/, /Enable one/],
  },
  {
    wrong: "a log group with a line break",
    values: { "aws-for-fluent-bit": { cloudWatchLogs: { logGroupName: "a\n[OUTPUT]" } } },
    says: [/aws-for-fluent-bit.cloudWatchLogs.logGroupName/],
  },
  {
    wrong: "a Kubernetes below the floor",
    values: {},
    kubeVersion: "v1.30.9",
    says: [/kubeVersion: >=1.31.0-0/, /v1.30.9/],
  },
];

/** Slashes and dots are two ways to write a path: "/global/cluster" by Helm's validator. */
const readable = (message: string) => message.replaceAll("/", ".").replaceAll("'.", "'");

function valuesOf({ values }: Case): object {
  return mergeValues(GOOD, values as never);
}

test("what the cases start from renders", () => {
  expect(toManifests(chart, { values: GOOD, release: RELEASE }).objects.length).toBeGreaterThan(5);
});

test.each(cases)("TypeScript refuses $wrong", (wrong) => {
  const capabilities = { kubeVersion: wrong.kubeVersion ?? "v1.34.4" };
  const render = () => toManifests(chart, { values: valuesOf(wrong), release: RELEASE, capabilities });
  expect(render).toThrow(ChartRefusal);
  for (const text of wrong.says) expect(render).toThrow(text);
});

test("lists every problem at once", () => {
  const render = () => toManifests(chart, { release: RELEASE });
  expect(render).toThrow(/cluster.name is missing[\s\S]*cluster.region is missing[\s\S]*identity.roleArn is missing/);
});

describe.each(["3.22.0", "4.3.1"] as const)("Helm %s", (engine) => {
  let renderer: Renderer;
  beforeAll(async () => {
    renderer = await startRenderer({ engine });
    await renderer.load("shelltrail", { files: Object.fromEntries(toTemplates(chart)) });
  }, 600_000);
  afterAll(() => renderer?.close());

  test.each(cases)("refuses $wrong", async (wrong) => {
    const answer = await renderer.render({
      chart: "shelltrail",
      release: RELEASE,
      capabilities: { kubeVersion: wrong.kubeVersion ?? "v1.34.4" },
      values: JSON.stringify(valuesOf(wrong)),
    });
    const error = answer.ok ? "it renders" : answer.error;
    for (const text of wrong.says) {
      const found = text.test(error) || text.test(readable(error));
      expect(found, `${text} in:\n${error}`).toBe(true);
    }
  });
});
