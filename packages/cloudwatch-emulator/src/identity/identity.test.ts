import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent, get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromHttp } from "@aws-sdk/credential-provider-http";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../emulator.ts";
import type { EmulatorOptions } from "../emulator-options.ts";
import { serviceModel } from "../testing/botocore.ts";
import { logsClient } from "../testing/clients.ts";
import { differences } from "../testing/conforms.ts";
import { tokenIssuer } from "../testing/service-account-tokens.ts";
import type { PolicyDocument, TrustDocument } from "./credential.ts";

const roleArn = "arn:aws:iam::111122223333:role/path/shelltrail";
const issuer = tokenIssuer();
const provider = issuer.issuer.replace("https://", "");
const sts = await serviceModel("sts");

// One CA for all: making its key is what takes longest.
const sharedCa = await mkdtemp(join(tmpdir(), "identity-test-"));
afterAll(() => rm(sharedCa, { recursive: true }));

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});
async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ logGroups: ["g"], caFolder: sharedCa, ...options });
  open.push(() => emulator.close());
  return emulator;
}
function stsClient(emulator: Emulator): STSClient {
  const httpsAgent = new Agent({ ca: readFileSync(emulator.caFile) });
  const credentials = { accessKeyId: "unused", secretAccessKey: "unused" };
  const { endpoint, region } = emulator;
  return new STSClient({
    endpoint,
    region,
    credentials,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ httpsAgent }),
  });
}
const assume = (emulator: Emulator, WebIdentityToken = issuer.token(), input = {}) =>
  stsClient(emulator).send(
    new AssumeRoleWithWebIdentityCommand({ RoleArn: roleArn, RoleSessionName: "session", WebIdentityToken, ...input }),
  );
async function sessionClient(emulator: Emulator): Promise<CloudWatchLogsClient> {
  const { Credentials } = await assume(emulator);
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
  return logsClient(emulator, {
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  });
}
async function putOne(client: CloudWatchLogsClient): Promise<void> {
  await client.send(new CreateLogStreamCommand({ logGroupName: "g", logStreamName: "s" })).catch(() => {});
  const logEvents = [{ timestamp: Date.now(), message: "m" }];
  await client.send(new PutLogEventsCommand({ logGroupName: "g", logStreamName: "s", logEvents }));
}

describe("AssumeRoleWithWebIdentity", () => {
  test("gives credentials that sign, and the emulator says who signed", async () => {
    const emulator = await start({ oidcProviders: [{ issuer: issuer.issuer, jwks: issuer.jwks }] });
    const answer = await assume(emulator);
    const { $metadata: _, ...output } = answer;
    expect(differences(sts, "AssumeRoleWithWebIdentityResponse", output)).toEqual([]);
    expect(answer).toMatchObject({
      AssumedRoleUser: { Arn: "arn:aws:sts::111122223333:assumed-role/shelltrail/session" },
      SubjectFromWebIdentityToken: "system:serviceaccount:shelltrail:fluent-bit",
      Audience: "sts.amazonaws.com",
      Provider: issuer.issuer,
    });
    expect(answer.Credentials?.Expiration?.getTime()).toBeCloseTo(Date.now() + 3_600_000, -4);
    await putOne(await sessionClient(emulator));
    expect(emulator.identities()).toEqual([
      {
        accessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
        arn: "arn:aws:sts::111122223333:assumed-role/shelltrail/session",
        source: "web-identity",
        batches: 1,
        events: 1,
        bytes: 27,
        first: expect.any(Number),
        last: expect.any(Number),
      },
    ]);
    expect([...emulator.batches()][0]).toMatchObject({
      logGroupName: "g",
      signer: { source: "web-identity" },
      events: 1,
    });
  });

  test("answers a GET with everything in the query, as Fluent Bit sends it", async () => {
    const emulator = await start();
    const query = `Version=2011-06-15&Action=AssumeRoleWithWebIdentity&RoleSessionName=s1&RoleArn=${roleArn}&WebIdentityToken=${issuer.token()}`;
    const xml = await new Promise<string>((resolve, reject) => {
      get(`${emulator.endpoint}/?${query}`, { ca: readFileSync(emulator.caFile) }, (response) =>
        resolve(text(response)),
      ).on("error", reject);
    });
    expect(xml).toMatch(/<AccessKeyId>ASIA\w{16}<\/AccessKeyId>/);
    expect(xml).toMatch(/<Expiration>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<\/Expiration>/);
  });

  const trust: TrustDocument = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${provider}:aud`]: "sts.amazonaws.com",
            [`${provider}:sub`]: "system:serviceaccount:shelltrail:fluent-bit",
          },
        },
      },
    ],
  };
  const options: EmulatorOptions = {
    oidcProviders: [{ issuer: issuer.issuer, jwks: issuer.jwks }],
    roles: [{ arn: roleArn, trust }],
  };
  const seconds = Math.floor(Date.now() / 1000);
  const token = issuer.token();

  test.each<[string, string, object, string]>([
    ["a text that is no token", "nonsense", {}, "InvalidIdentityToken"],
    ["an expired token", issuer.token({ exp: seconds - 1 }), {}, "ExpiredTokenException"],
    ["a token that is not valid yet", issuer.token({ nbf: seconds + 3600 }), {}, "InvalidIdentityToken"],
    ["another audience", issuer.token({ aud: "kubernetes" }), {}, "InvalidIdentityToken"],
    ["an issuer that is not known", issuer.token({ iss: "https://other" }), {}, "InvalidIdentityToken"],
    ["a key that is not the issuer's", tokenIssuer().token(), {}, "InvalidIdentityToken"],
    [
      "claims that were changed",
      token.replace(/\.[^.]+\./, `.${issuer.token({ sub: "x" }).split(".")[1]}.`),
      {},
      "InvalidIdentityToken",
    ],
    ["no signature", `${token.split(".").slice(0, 2).join(".")}.`, {}, "InvalidIdentityToken"],
    ["another service account", issuer.token({ sub: "system:serviceaccount:default:default" }), {}, "AccessDenied"],
    ["another role", token, { RoleArn: "arn:aws:iam::111122223333:role/other" }, "AccessDenied"],
    ["a session name with a blank", token, { RoleSessionName: "a b" }, "ValidationError"],
    ["a duration of a minute", token, { DurationSeconds: 60 }, "ValidationError"],
  ])("refuses %s", async (_, webToken, input, name) => {
    const emulator = await start(options);
    await assume(emulator);
    const error = await assume(emulator, webToken, input).catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ name: expect.stringMatching(new RegExp(`^${name}(Exception)?$`)) });
    const listed = sts.operations.AssumeRoleWithWebIdentity?.errors?.map(({ shape }) => sts.shapes[shape]?.error);
    const known = listed?.find((candidate) => candidate?.code === name);
    // AccessDenied and ValidationError are common to all services, with the statuses of "Common Errors".
    expect(error).toMatchObject({
      $metadata: { httpStatusCode: known?.httpStatusCode ?? (name === "AccessDenied" ? 403 : 400) },
    });
  });

  test("believes ES256 too", async () => {
    const elliptic = tokenIssuer("https://oidc.example", "ES256");
    const emulator = await start({ oidcProviders: [{ issuer: elliptic.issuer, jwks: elliptic.jwks }] });
    expect((await assume(emulator, elliptic.token())).Credentials).toBeDefined();
  });

  test("credentials end when they say, and those of a session end for all that were issued before", async () => {
    const emulator = await start();
    const client = await sessionClient(emulator);
    await putOne(client);
    await emulator.setFault({ kind: "expire-credentials" });
    await expect(putOne(client)).rejects.toMatchObject({ name: "ExpiredTokenException" });
    await new Promise((resolve) => setTimeout(resolve, 2));
    await putOne(await sessionClient(emulator));
    const late = await sessionClient(emulator);
    // The SDK corrects its clock by the emulator's Date.
    await emulator.setFaults([{ kind: "clock-skew", seconds: 3500 }]);
    await putOne(late);
    await emulator.setFaults([{ kind: "clock-skew", seconds: 3610 }]);
    await expect(putOne(late)).rejects.toMatchObject({ name: "ExpiredTokenException" });
  });

  test("the key of one session does not sign with the token of another", async () => {
    const emulator = await start();
    const mine = await (await sessionClient(emulator)).config.credentials();
    const { sessionToken = "" } = await (await sessionClient(emulator)).config.credentials();
    await expect(putOne(logsClient(emulator, { credentials: { ...mine, sessionToken } }))).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
    const sealed = Buffer.from(mine.sessionToken ?? "", "base64").toString();
    const forged = Buffer.from(sealed.replace(/^./, (first) => (first === "e" ? "f" : "e"))).toString("base64");
    await expect(
      putOne(logsClient(emulator, { credentials: { ...mine, sessionToken: forged } })),
    ).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
  });

  test("sessions outlive a restart when the CA's folder is kept, and only then", async () => {
    const caFolder = await mkdtemp(join(tmpdir(), "identity-test-"));
    open.push(() => rm(caFolder, { recursive: true }));
    const first = await start({ caFolder });
    const client = await sessionClient(first);
    const credentials = await client.config.credentials();
    await first.close();
    await putOne(logsClient(await start({ caFolder }), { credentials }));
    // The shared folder has another key.
    await expect(putOne(logsClient(await start(), { credentials }))).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
  });
});

describe("the Pod Identity agent", () => {
  const podToken = (claims = {}) => issuer.token({ aud: ["pods.eks.amazonaws.com"], ...claims });
  const trust: TrustDocument = {
    Statement: {
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: { StringEquals: { "aws:RequestTag/kubernetes-namespace": "shelltrail" } },
    },
  };
  const options = {
    roles: [{ arn: roleArn, trust }],
    podIdentityAssociations: [{ namespace: "shelltrail", serviceAccount: "fluent-bit", roleArn }],
  };

  test("gives credentials that sign, through the SDK's provider", async () => {
    const emulator = await start(options);
    const file = join(await mkdtemp(join(tmpdir(), "identity-test-")), "token");
    await writeFile(file, podToken());
    const credentials = fromHttp({
      awsContainerCredentialsFullUri: emulator.podIdentityUrl,
      awsContainerAuthorizationTokenFile: file,
    });
    await putOne(logsClient(emulator, { credentials }));
    expect(emulator.identities()).toMatchObject([
      {
        source: "pod-identity",
        arn: expect.stringMatching(/^arn:aws:sts::111122223333:assumed-role\/shelltrail\/eks-emulated-fluent-bit-/),
      },
    ]);
  });

  test.each<[string, string | undefined, number, string, Partial<EmulatorOptions>]>([
    ["no token", undefined, 400, "Service account token cannot be empty", {}],
    ["a text that is no token", "nonsense", 400, "cannot be parsed", {}],
    ["an expired token", podToken({ exp: 1 }), 400, "token is expired", {}],
    ["another audience", issuer.token(), 400, "(InvalidTokenException)", {}],
    [
      "another namespace",
      podToken({ sub: "system:serviceaccount:a:fluent-bit" }),
      404,
      "(ResourceNotFoundException)",
      {},
    ],
    [
      "another service account",
      podToken({ sub: "system:serviceaccount:shelltrail:b" }),
      404,
      "(ResourceNotFoundException)",
      {},
    ],
    [
      "a role that does not trust Pod Identity",
      podToken(),
      403,
      "(AccessDeniedException)",
      { roles: [{ arn: roleArn, trust: { Statement: [] } }] },
    ],
    [
      "a role that may not be tagged",
      podToken(),
      403,
      "sts:TagSession",
      {
        roles: [
          { arn: roleArn, trust: { Statement: { ...(trust.Statement as object), Action: "sts:AssumeRole" } as never } },
        ],
      },
    ],
    [
      "a key that is not the issuer's",
      podToken(),
      400,
      "(InvalidTokenException)",
      {
        oidcProviders: [{ issuer: issuer.issuer, jwks: tokenIssuer().jwks }],
      },
    ],
  ])("refuses %s, in plain text", async (_, token, status, message, changes) => {
    const emulator = await start({ ...options, ...changes });
    const answer = await fetch(
      emulator.podIdentityUrl,
      token === undefined ? {} : { headers: { authorization: token } },
    );
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(message)]);
  });
});

describe("policies", () => {
  const groupArn = "arn:aws:logs:us-east-1:111122223333:log-group:g";
  const shipping: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: [`${groupArn}:*`] },
      { Effect: "Deny", Action: "logs:PutLogEvents", Resource: `${groupArn}:log-stream:secret` },
    ],
  };

  test("allow what they name, and nothing else", async () => {
    const emulator = await start({ roles: [{ arn: roleArn, policy: shipping }] });
    const client = await sessionClient(emulator);
    await putOne(client);
    await expect(client.send(new CreateLogGroupCommand({ logGroupName: "h" }))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message:
        "User: arn:aws:sts::111122223333:assumed-role/shelltrail/session is not authorized to perform: logs:CreateLogGroup on resource: arn:aws:logs:us-east-1:111122223333:log-group:h:log-stream: because no identity-based policy allows the logs:CreateLogGroup action",
    });
    await client.send(new CreateLogStreamCommand({ logGroupName: "g", logStreamName: "secret" }));
    const put = { logGroupName: "g", logStreamName: "secret", logEvents: [{ timestamp: Date.now(), message: "m" }] };
    await expect(client.send(new PutLogEventsCommand(put))).rejects.toThrow("with an explicit deny");
    await expect(client.send(new DescribeLogGroupsCommand({}))).rejects.toThrow("log-group::log-stream:");
  });

  test("tags need a permission of their own, on the ARN without a star", async () => {
    const create = { Effect: "Allow", Action: "logs:CreateLogGroup", Resource: "*" } as const;
    const tag = { Effect: "Allow", Action: "logs:TagResource", Resource: groupArn.replace(/g$/, "tagged") } as const;
    for (const [statements, allowed] of [
      [[create], false],
      [[create, tag], true],
    ] as const) {
      const credentials = { accessKeyId: "AKIAUSER", secretAccessKey: "s", policy: { Statement: statements } };
      const emulator = await start({ credentials: [credentials] });
      const made = logsClient(emulator, { credentials }).send(
        new CreateLogGroupCommand({ logGroupName: "tagged", tags: { a: "b" } }),
      );
      if (allowed) await made;
      else
        await expect(made).rejects.toThrow(
          "logs:TagResource on resource: arn:aws:logs:us-east-1:111122223333:log-group:tagged",
        );
    }
  });

  test("that cannot be judged are refused at the start", async () => {
    const statement = {
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    } as const;
    await expect(startEmulator({ roles: [{ arn: roleArn, policy: { Statement: statement } }] })).rejects.toThrow(
      `The policy of ${roleArn} cannot be used: The condition operator "IpAddress" is not known here`,
    );
  });
});
