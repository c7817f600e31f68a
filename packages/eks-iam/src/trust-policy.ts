import { clusterArn } from "./arn.ts";
import { checkShipping, InvalidShipping } from "./check-shipping.ts";
import { oidcProviderOf } from "./oidc-provider.ts";
import type { PolicyDocument, PolicyStatement } from "./policy-document.ts";
import type { Identity, Shipping } from "./shipping.ts";

/**
 * Who may take on the shipper's role: pods with one ServiceAccount of one cluster, and nobody else.
 * @throws InvalidShipping, also for an identity that has no role of its own and for IRSA without an OIDC provider
 */
export function trustPolicy(shipping: Shipping): PolicyDocument {
  checkShipping(shipping);
  const { identity } = shipping;
  switch (identity.type) {
    case "irsa":
      return { Version: "2012-10-17", Statement: [irsaStatement(shipping, identity)] };
    case "podIdentity":
      return { Version: "2012-10-17", Statement: [podIdentityStatement(shipping)] };
    default:
      throw new InvalidShipping([
        {
          path: "identity.type",
          message: `${identity.type} has no role of its own to trust the pods: attach the policy to ${HOLDER[identity.type]}, or use irsa or podIdentity.`,
        },
      ]);
  }
}

/** Who carries the policy where the shipper has no role of its own. */
export const HOLDER = { nodeRole: "the nodes' role", secret: "the user whose access keys the Secret holds" } as const;

/** What `aws eks create-pod-identity-association --cli-input-json` takes, but for the role's ARN. */
export interface PodIdentityAssociation {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** The association without which EKS hands out no credentials, however the role trusts. */
export function podIdentityAssociation(shipping: Shipping): PodIdentityAssociation {
  checkShipping(shipping);
  const { clusterName, serviceAccount } = shipping;
  return { clusterName, namespace: serviceAccount.namespace, serviceAccount: serviceAccount.name };
}

/** iam-roles-for-service-accounts in the EKS user guide: the audience is the same in every partition. */
function irsaStatement(shipping: Shipping, identity: Extract<Identity, { type: "irsa" }>): PolicyStatement {
  const { namespace, name } = shipping.serviceAccount;
  if (identity.oidcProvider === undefined) {
    throw new InvalidShipping([
      {
        path: "identity.oidcProvider",
        message: `is missing: a role for irsa trusts the cluster's OIDC provider. Give its ARN in IAM or the issuer's URL, which "aws eks describe-cluster --name ${shipping.clusterName} --query cluster.identity.oidc.issuer --output text" prints.`,
      },
    ]);
  }
  const provider = oidcProviderOf(identity.oidcProvider, shipping);
  if ("message" in provider) throw new InvalidShipping([provider]);
  return {
    Sid: "PodsOfTheServiceAccount",
    Effect: "Allow",
    Principal: { Federated: provider.arn },
    Action: ["sts:AssumeRoleWithWebIdentity"],
    Condition: {
      StringEquals: {
        [`${provider.issuer}:aud`]: "sts.amazonaws.com",
        [`${provider.issuer}:sub`]: `system:serviceaccount:${namespace}:${name}`,
      },
    },
  };
}

/** pod-id-role and pod-id-abac in the EKS user guide: the principal has the same name in every partition. */
function podIdentityStatement(shipping: Shipping): PolicyStatement {
  const { namespace, name } = shipping.serviceAccount;
  return {
    Sid: "PodsOfTheServiceAccount",
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:RequestTag/eks-cluster-arn": clusterArn(shipping),
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": name,
      },
    },
  };
}
