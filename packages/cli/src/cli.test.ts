import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { shelltrailChart } from "@shelltrail/chart-shelltrail";
import { readValues, toManifests } from "@shelltrail/helm-kit";
import { App } from "cdk8s";
import { load } from "js-yaml";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { main } from "./cli.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const example = (name: string) => join(root, "examples", name, "values.yaml");
const ISSUER = "https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF";
const TOPIC = "arn:aws:sns:eu-central-1:012345678901:on-call";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "shelltrail cli "));
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
/** A values file with this text. */
function valuesFile(text: string): string {
  const file = join(folder, `${files++}.yaml`);
  writeFileSync(file, text);
  return file;
}

const CLUSTER = `global:
  cluster: { name: prod, region: eu-central-1, accountId: "012345678901" }
  identity: { type: podIdentity }
`;

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line in this process. */
async function shelltrail(...args: string[]): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation((text) => out.push(String(text)) > 0),
    vi.spyOn(process.stderr, "write").mockImplementation((text) => err.push(String(text)) > 0),
  ];
  try {
    return { code: await main(args), out: out.join(""), err: err.join("") };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

// biome-ignore lint/suspicious/noExplicitAny: documents of AWS, looked into by the tests
async function documentOf(...args: string[]): Promise<any> {
  const { code, out, err } = await shelltrail("iam", ...args);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out);
}

describe("iam policy", () => {
  const actionsOf = async (file: string) =>
    (await documentOf("policy", "-f", file)).Statement.flatMap(({ Action }: { Action: string[] }) => Action);

  test.each([
    ["a group made beforehand", "", ["logs:CreateLogStream", "logs:PutLogEvents"]],
    [
      "a group that Fluent Bit makes",
      "aws-for-fluent-bit: { cloudWatchLogs: { autoCreateGroup: true } }",
      ["logs:CreateLogStream", "logs:PutLogEvents", "logs:CreateLogGroup"],
    ],
    [
      "a group that Fluent Bit makes, with retention",
      "aws-for-fluent-bit: { cloudWatchLogs: { autoCreateGroup: true, logRetentionDays: 90 } }",
      ["logs:CreateLogStream", "logs:PutLogEvents", "logs:CreateLogGroup", "logs:PutRetentionPolicy"],
    ],
  ])("%s", async (_what, more, actions) => {
    expect(await actionsOf(valuesFile(`${CLUSTER}${more}\n`))).toEqual(actions);
  });

  test.each([
    ["the chart's own name", "", "/shelltrail/prod"],
    ["a given name", "aws-for-fluent-bit: { cloudWatchLogs: { logGroupName: /audit/shells } }", "/audit/shells"],
  ])("is about the log group with %s", async (_what, more, group) => {
    const { out } = await shelltrail("iam", "policy", "-f", valuesFile(`${CLUSTER}${more}\n`));
    expect([...out.matchAll(/log-group:([^:"]+)/g)].map(([, name]) => name)).toEqual([group, group, group]);
  });

  test("is about the partition, region and account of the values, later files winning", async () => {
    const later = valuesFile("global: { cluster: { region: cn-northwest-1 } }\n");
    const { out } = await shelltrail("iam", "policy", "-f", example("private-eks-proxy"), "-f", later);
    expect(out).toContain('"arn:aws-cn:logs:cn-northwest-1:012345678901:log-group:/audit/private-cnn1/shells"');
  });

  test("is about the account of the role, where a role of irsa is of another account than the cluster", async () => {
    const role = "arn:aws:iam::999999999999:role/audit/shipper";
    const file = valuesFile(`${CLUSTER.replace("podIdentity", `irsa, roleArn: "${role}"`)}`);
    const { out } = await shelltrail("iam", "policy", "-f", file);
    expect(out).toContain("arn:aws:logs:eu-central-1:999999999999:log-group:");
    expect(out).not.toContain("012345678901");
  });

  test("takes a default that the values take away as the chart does", async () => {
    const file = valuesFile(`${CLUSTER}`.replace('012345678901" }', '012345678901", partition: null }'));
    expect((await shelltrail("iam", "policy", "-f", file)).out).toContain("arn:aws:logs:");
  });
});

describe("iam trust", () => {
  test.each([
    ["the defaults", "", []],
    ["a release of another name", "", ["--release", "audit", "--namespace", "security"]],
    ["a release with the component's name in its own", "", ["--release", "aws-for-fluent-bit"]],
    ["another full name", "aws-for-fluent-bit: { fullnameOverride: shipper }", []],
    ["a name of its own", "aws-for-fluent-bit: { serviceAccount: { name: records } }", ["--release", "audit"]],
    ["a ServiceAccount that is there", "aws-for-fluent-bit: { serviceAccount: { create: false, name: old } }", []],
    ["the namespace's default ServiceAccount", "aws-for-fluent-bit: { serviceAccount: { create: false } }", []],
  ])("names the ServiceAccount of the pods that the chart renders: %s", async (_what, more, args) => {
    const file = valuesFile(`${CLUSTER}${more}\n`);
    const { Statement } = await documentOf("trust", "-f", file, ...args);
    const tags = Statement[0].Condition.StringEquals;

    const name = args[1] ?? "shelltrail";
    const namespace = args[3] ?? "shelltrail";
    const { objects } = toManifests(shelltrailChart(new App()), {
      values: readValues([file]),
      release: { name, namespace },
    });
    const pods = objects.find(
      ({ template, object }) => template.includes("/aws-for-fluent-bit/") && object.kind === "DaemonSet",
      // biome-ignore lint/suspicious/noExplicitAny: an object of Kubernetes
    )?.object as any;
    expect(tags).toEqual({
      "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-central-1:012345678901:cluster/prod",
      "aws:RequestTag/kubernetes-namespace": pods.metadata.namespace,
      "aws:RequestTag/kubernetes-service-account": pods.spec.template.spec.serviceAccountName,
    });
    expect(pods.metadata.namespace).toBe(namespace);
  });

  test.each([
    ["the issuer's URL", ISSUER],
    ["the provider's ARN", ISSUER.replace("https://", "arn:aws:iam::012345678901:oidc-provider/")],
  ])("for irsa names the provider and the subject, by %s", async (_what, provider) => {
    const { Statement } = await documentOf("trust", "-f", example("irsa"), "--oidc-provider", provider);
    const issuer = ISSUER.replace("https://", "");
    expect(Statement[0].Principal).toEqual({ Federated: `arn:aws:iam::012345678901:oidc-provider/${issuer}` });
    expect(Statement[0].Condition.StringEquals).toEqual({
      [`${issuer}:aud`]: "sts.amazonaws.com",
      [`${issuer}:sub`]: "system:serviceaccount:shelltrail:shelltrail-fluent-bit",
    });
  });
});

describe("iam stack", () => {
  test("makes the role that the values name, and the log group as asked", async () => {
    const asked = ["--kms", "--retention", "365", "--data-protection", "--oidc-provider", ISSUER];
    const { Resources } = await documentOf("stack", "-f", example("irsa"), ...asked);
    expect(Object.keys(Resources).sort()).toEqual(["Key", "LogGroup", "Role"]);
    expect(Resources.Role.Properties).toMatchObject({ Path: "/", RoleName: "shelltrail-fluent-bit" });
    expect(Resources.LogGroup.Properties).toMatchObject({
      LogGroupName: "/audit/prod-euc1-blue/shells",
      LogGroupClass: "STANDARD",
      RetentionInDays: 365,
      KmsKeyId: { "Fn::GetAtt": ["Key", "Arn"] },
      DataProtectionPolicy: { Version: "2021-06-01" },
    });
  });

  test("leaves out what is not asked for", async () => {
    const { Resources } = await documentOf("stack", "-f", valuesFile(CLUSTER), "--class", "INFREQUENT_ACCESS");
    expect(Object.keys(Resources).sort()).toEqual(["LogGroup", "PodIdentityAssociation", "Role"]);
    expect(Resources.LogGroup.Properties).toEqual({
      LogGroupName: "/shelltrail/prod",
      LogGroupClass: "INFREQUENT_ACCESS",
    });
  });

  test("makes no log group where Fluent Bit does", async () => {
    const account = valuesFile('global: { cluster: { accountId: "012345678901" } }\n');
    const { Resources } = await documentOf("stack", "-f", example("minimal"), "-f", account);
    expect(Object.keys(Resources).sort()).toEqual(["PodIdentityAssociation", "Role"]);
  });

  test.each([
    ["5m", 300],
    ["90s", 120],
    ["1h", 3600],
  ])("waits for a heartbeat as long as Falco does: %s", async (interval, period) => {
    const file = valuesFile(`${CLUSTER}falco: { falco: { metrics: { interval: ${interval} } } }\n`);
    const { Resources } = await documentOf("stack", "-f", file, "--alarms-topic", TOPIC, "--nodes", "3");
    expect(Resources.HeartbeatsMissingAlarm.Properties).toMatchObject({ Period: period, AlarmActions: [TOPIC] });
    expect(Resources).toHaveProperty("NodesSilentAlarm");
  });
});

describe("iam endpoints", () => {
  test("are those of the partition and the identity", async () => {
    const endpoints = await documentOf("endpoints", "-f", example("private-eks-proxy"));
    const names = endpoints.map(({ serviceName }: { serviceName: string }) => serviceName);
    expect(names).toEqual(expect.arrayContaining(["com.amazonaws.cn-north-1.logs", "cn.com.amazonaws.cn-north-1.sts"]));
    expect(names.join()).not.toContain("eks-auth");
  });

  test("need no account", async () => {
    const endpoints = await documentOf("endpoints", "-f", example("minimal"));
    expect(endpoints.map(({ service }: { service: string }) => service)).toContain("eks-auth");
  });
});

test.each(["policy", "trust", "stack", "endpoints"])("iam %s says the same in YAML as in JSON", async (part) => {
  const args = ["iam", part, "-f", valuesFile(CLUSTER)];
  const json = await shelltrail(...args, "--output", "json");
  const yaml = await shelltrail(...args, "--output", "yaml");
  expect(yaml.out).not.toBe(json.out);
  expect(load(yaml.out)).toEqual(JSON.parse(json.out));
});

describe("values that do not allow it end with 1, and the path of the value", () => {
  const autoCreate = (days: number) =>
    `aws-for-fluent-bit: { cloudWatchLogs: { autoCreateGroup: true, logRetentionDays: ${days} } }`;

  test.each<[string, string, string[], string]>([
    [
      "no account",
      CLUSTER.replace(', accountId: "012345678901"', ""),
      ["policy"],
      "global.cluster.accountId is missing. Set it to",
    ],
    [
      "an account that is a number",
      CLUSTER.replaceAll('"', ""),
      ["policy"],
      "global.cluster.accountId: must be string",
    ],
    ["an unknown key", `${CLUSTER}falcon: {}\n`, ["policy"], "falcon: unknown key"],
    ["no cluster", "{}", ["policy"], "global.cluster.name is missing. Set it to"],
    [
      "no role for irsa",
      CLUSTER.replace("podIdentity", "irsa"),
      ["stack"],
      'The role need not be there yet: "shelltrail iam stack" makes it',
    ],
    [
      "an identity without a role",
      CLUSTER.replace("podIdentity", "nodeRole"),
      ["trust"],
      "global.identity.type nodeRole has no role",
    ],
    [
      "nothing that ships",
      `${CLUSTER}aws-for-fluent-bit: { enabled: false }\n`,
      ["policy"],
      "aws-for-fluent-bit.enabled is false",
    ],
    [
      "no Falco to hear of",
      `${CLUSTER}falco: { enabled: false }\n`,
      ["stack", "--alarms-topic", TOPIC],
      "falco.enabled is false",
    ],
    [
      "days that are not offered",
      `${CLUSTER}${autoCreate(10)}\n`,
      ["policy"],
      "aws-for-fluent-bit.cloudWatchLogs.logRetentionDays 10 is not a number of days",
    ],
    [
      "a heartbeat rarer than an alarm can wait",
      `${CLUSTER}falco: { falco: { metrics: { interval: 48h } } }\n`,
      ["stack", "--alarms-topic", TOPIC],
      "falco.falco.metrics.interval 172800 must be",
    ],
  ])("%s", async (_what, text, [part = "", ...args], message) => {
    const { code, out, err } = await shelltrail("iam", part, "-f", valuesFile(text), ...args);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^shelltrail: /);
    expect(err).toContain(message);
  });

  test("a file that is not there, or is no YAML", async () => {
    expect(await shelltrail("iam", "policy", "-f", "none.yaml")).toEqual({
      code: 1,
      out: "",
      err: "shelltrail: none.yaml: no such values file: check the path after -f\n",
    });
    const { code, err } = await shelltrail("iam", "policy", "-f", valuesFile("a: 1\na: 2\n"));
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining(".yaml:2: not YAML") });
  });
});

describe("wrong usage ends with 2, and the option", () => {
  test.each<[string[], string]>([
    [[], "Usage: shelltrail"],
    [["iam"], "Usage: shelltrail iam"],
    [["iamb"], "unknown command 'iamb'"],
    [["iam", "roles"], "unknown command 'roles'"],
    [["iam", "policy"], "required option '-f, --values <file>' not specified"],
    [["iam", "policy", "-f"], "argument missing"],
    [["iam", "policy", "-f", "x", "--output", "xml"], "Allowed choices are json, yaml"],
    [["iam", "policy", "-f", "x", "more"], "too many arguments"],
    [["iam", "policy", "-f", "x", "--retention", "10"], "CloudWatch Logs offers 1, 3, 5, 7,"],
    [["iam", "policy", "-f", "x", "--retention", "0x1"], "CloudWatch Logs offers"],
    [["iam", "policy", "-f", "x", "--class", "GLACIER"], "Allowed choices are STANDARD, INFREQUENT_ACCESS"],
    [["iam", "policy", "-f", "x", "--nodes", "0"], "a whole number, 1 or more"],
    [["iam", "policy", "-f", "x", "--release", "Audit"], "at most 53 of a-z"],
    [["iam", "policy", "-f", "x", "--namespace", "*"], "at most 63 of a-z"],
    [["iam", "endpoints", "-f", "x", "--kms"], "unknown option '--kms'"],
  ])("%j", async (args, message) => {
    const { code, out, err } = await shelltrail(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });

  const minimal = ["-f", example("minimal")];
  test.each<[string, string[], string]>([
    ["irsa without a provider", ["trust", "-f", example("irsa")], "--oidc-provider is missing"],
    [
      "a provider that is none",
      ["stack", "-f", example("irsa"), "--oidc-provider", "prod"],
      '--oidc-provider "prod" is neither',
    ],
    ["a number of nodes for no alarm", ["stack", "-f", example("irsa"), "--nodes", "3"], "--nodes is about an alarm"],
    [
      "a topic of another region",
      ["stack", "-f", example("irsa"), "--oidc-provider", ISSUER, "--alarms-topic", TOPIC.replace("central", "west")],
      "--alarms-topic arn:aws:sns:eu-west-1:",
    ],
    [
      "alarms on a class without metric filters",
      ["stack", "-f", example("irsa"), "--alarms-topic", TOPIC, "--class", "INFREQUENT_ACCESS"],
      "--alarms-topic would need metric filters",
    ],
    [
      "masking that nobody can undo",
      ["stack", "-f", example("irsa"), "--data-protection", "--class", "INFREQUENT_ACCESS"],
      "--data-protection masks for ever",
    ],
  ])("%s", async (_what, args, message) => {
    const { code, out, err } = await shelltrail("iam", ...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });

  test.each([
    ["--kms"],
    ["--retention", "90"],
    ["--class", "STANDARD"],
    ["--data-protection"],
    ["--alarms-topic", TOPIC],
  ])("%s about a group that Fluent Bit makes", async (...option) => {
    const account = valuesFile('global: { cluster: { accountId: "012345678901" } }\n');
    const { code, err } = await shelltrail("iam", "stack", ...minimal, "-f", account, ...option);
    expect(code).toBe(2);
    expect(err).toContain(
      `${option[0]} is about a log group of the stack, but aws-for-fluent-bit.cloudWatchLogs.autoCreateGroup is true`,
    );
  });

  test("several problems come at once, and a value among them makes it 1", async () => {
    const { code, err } = await shelltrail("iam", "stack", ...minimal, "--kms", "--nodes", "3");
    expect(code).toBe(1);
    expect(err).toMatch(
      /^shelltrail: this cannot be made:\n- --kms .*\n- --nodes .*\n- global\.cluster\.accountId .*\n$/,
    );
  });
});

describe("--help", () => {
  test("says what there is and what exit codes mean", async () => {
    const { code, out, err } = await shelltrail("--help");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("Exit codes: 0 done, 1 failed (the values do not allow it), 2 wrong usage (an option does)");
  });

  test.each(["policy", "trust", "stack", "endpoints"])(
    "of iam %s has an example that is a right command line",
    async (part) => {
      const { code, out } = await shelltrail("iam", part, "--help");
      expect(code).toBe(0);
      const examples = out.split("\n").filter((line) => line.startsWith("  npx shelltrail "));
      expect(examples.length).toBeGreaterThan(0);
      const file = example("irsa");
      for (const line of examples) {
        const words = line
          .replace(/ [>#].*/, "")
          .replace("values.yaml", file)
          .replace('"$issuer"', ISSUER);
        const args = words.trim().split(/\s+/).slice(2);
        if (part === "trust" && !args.includes("--oidc-provider")) args.push("--oidc-provider", ISSUER);
        expect(await shelltrail(...args), line).toMatchObject({ code: 0, err: "" });
      }
    },
  );
});

test("every line of the README runs", async () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const lines = /```sh\n(.*?)```/s.exec(readme)?.[1]?.trim().split("\n") ?? [];
  expect(lines).toHaveLength(4);
  for (const line of lines) {
    const args = line
      .split(" ")
      .slice(2)
      .map((word) => word.replace(/^examples\//, join(root, "examples/")));
    expect(await shelltrail(...args), line).toMatchObject({ code: 0, err: "" });
  }
});

describe("as a program", () => {
  // The condition leads the imports to the sources: nothing has to be built.
  const cli = ["--conditions=@shelltrail/source", fileURLToPath(new URL("cli.ts", import.meta.url))];

  test("prints to standard output and ends with the exit code", () => {
    const out = execFileSync(process.execPath, [...cli, "iam", "endpoints", "-f", example("minimal")], {
      encoding: "utf8",
    });
    expect(JSON.parse(out)).toHaveLength(6);
    expect(spawnSync(process.execPath, [...cli, "iam", "policy", "-f", "none.yaml"]).status).toBe(1);
    expect(spawnSync(process.execPath, [...cli, "iam", "policy"]).status).toBe(2);
  });

  test("says what to do in a checkout that is not built", () => {
    const bin = join(mkdtempSync(join(folder, "unbuilt-")), "shelltrail.mjs");
    copyFileSync(fileURLToPath(new URL("../bin/shelltrail.js", import.meta.url)), bin);
    const { status, stderr } = spawnSync(process.execPath, [bin], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "shelltrail: not built yet: run npx tsc --build in the checkout\n",
    });
  });

  test("shows a stack trace when it is debugged", () => {
    const run = (DEBUG: string) =>
      spawnSync(process.execPath, [...cli, "iam", "policy", "-f", "none.yaml"], {
        encoding: "utf8",
        env: { ...process.env, DEBUG },
      }).stderr;
    expect(run("1")).toContain("    at ");
    expect(run("")).not.toContain("    at ");
  });
});
