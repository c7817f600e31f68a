import { describe, expect, test } from "vitest";
import { clusterArn } from "./arn.ts";
import { InvalidShipping } from "./check-shipping.ts";
import { allowed } from "./testing/evaluate-policy.ts";
import { issuerOf, PARTITIONS, REGIONS, shipping } from "./testing/shippings.ts";
import { podIdentityAssociation, trustPolicy } from "./trust-policy.ts";

describe.each(PARTITIONS)("irsa in %s", (partition) => {
  const issuer = issuerOf(partition);
  const provider = `arn:${partition}:iam::012345678901:oidc-provider/${issuer}`;
  const call = {
    action: "sts:AssumeRoleWithWebIdentity",
    principal: provider,
    context: { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: "system:serviceaccount:shelltrail:shipper" },
  };

  test.each([
    ["the issuer's URL", `https://${issuer}`],
    ["the provider's ARN", provider],
  ])("trusts pods of the ServiceAccount, by %s", (_what, oidcProvider) => {
    expect(allowed(trustPolicy(shipping(partition, { identity: { type: "irsa", oidcProvider } })), call)).toBe(true);
  });

  const policy = trustPolicy(shipping(partition, { identity: { type: "irsa", oidcProvider: `https://${issuer}` } }));
  test.each<[string, Partial<typeof call>]>([
    ["another namespace", { context: { ...call.context, [`${issuer}:sub`]: "system:serviceaccount:default:shipper" } }],
    [
      "another ServiceAccount",
      { context: { ...call.context, [`${issuer}:sub`]: "system:serviceaccount:shelltrail:x" } },
    ],
    ["another audience", { context: { ...call.context, [`${issuer}:aud`]: "kubernetes" } }],
    ["a token without a subject", { context: { [`${issuer}:aud`]: "sts.amazonaws.com" } }],
    ["a provider of another account", { principal: provider.replace("012345678901", "999999999999") }],
    ["another cluster", { principal: provider.replace("/id/0123", "/id/9999") }],
    ["another call", { action: "sts:AssumeRole" }],
  ])("does not trust %s", (_what, change) => {
    expect(allowed(policy, { ...call, ...change })).toBe(false);
  });
});

describe.each(PARTITIONS)("podIdentity in %s", (partition) => {
  const shipped = shipping(partition);
  const context = {
    "aws:RequestTag/eks-cluster-arn": `arn:${partition}:eks:${REGIONS[partition]}:012345678901:cluster/prod-blue`,
    "aws:RequestTag/kubernetes-namespace": "shelltrail",
    "aws:RequestTag/kubernetes-service-account": "shipper",
  };
  const call = { principal: "pods.eks.amazonaws.com", context };

  test("trusts EKS for pods of the ServiceAccount, and to tag the session", () => {
    expect(allowed(trustPolicy(shipped), { ...call, action: "sts:AssumeRole" })).toBe(true);
    expect(allowed(trustPolicy(shipped), { ...call, action: "sts:TagSession" })).toBe(true);
    expect(allowed(trustPolicy(shipped), { ...call, action: "sts:AssumeRoleWithWebIdentity" })).toBe(false);
    expect(allowed(trustPolicy(shipped), { ...call, action: "sts:AssumeRole", principal: "ec2.amazonaws.com" })).toBe(
      false,
    );
  });

  test.each(Object.keys(context))("does not trust a session with another %s, or none", (key) => {
    const { [key]: _, ...without } = context as Record<string, string>;
    for (const action of ["sts:AssumeRole", "sts:TagSession"]) {
      expect(allowed(trustPolicy(shipped), { ...call, action, context: { ...context, [key]: "other" } })).toBe(false);
      expect(allowed(trustPolicy(shipped), { ...call, action, context: without })).toBe(false);
    }
  });

  test("has an association for the same ServiceAccount of the same cluster", () => {
    expect(podIdentityAssociation(shipped)).toEqual({
      clusterName: "prod-blue",
      namespace: "shelltrail",
      serviceAccount: "shipper",
    });
    expect(clusterArn(shipped)).toBe(context["aws:RequestTag/eks-cluster-arn"]);
  });
});

test.each([
  ["nodeRole", "the nodes' role"],
  ["secret", "the user whose access keys the Secret holds"],
] as const)("%s has nothing to trust", (type, holder) => {
  expect(() => trustPolicy(shipping("aws", { identity: { type } }))).toThrow(
    new InvalidShipping([
      {
        path: "identity.type",
        message: `${type} has no role of its own to trust the pods: attach the policy to ${holder}, or use irsa or podIdentity.`,
      },
    ]),
  );
});

test("irsa without a provider says how to find it", () => {
  expect(() => trustPolicy(shipping("aws", { identity: { type: "irsa" } }))).toThrow(
    /^identity\.oidcProvider: is missing.*aws eks describe-cluster --name prod-blue --query cluster\.identity\.oidc\.issuer/,
  );
});
