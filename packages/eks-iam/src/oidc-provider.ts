import { parseArn } from "./arn.ts";
import type { Problem } from "./check-shipping.ts";
import type { Shipping } from "./shipping.ts";

export interface OidcProvider {
  readonly arn: string;
  /** Host and path, the prefix of its condition keys: "oidc.eks.eu-central-1.amazonaws.com/id/0123…". */
  readonly issuer: string;
}

/** IAM takes neither port nor query in an issuer: id_roles_providers_create_oidc in the IAM user guide. */
const ISSUER = /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[A-Za-z0-9._~-]+)*$/;

/** EKS' own issuers, of IPv4 and of dual-stack clusters; others are of clusters that somebody runs on their own. */
const EKS_ISSUER = /^(?:oidc\.eks\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?|oidc-eks\.([a-z0-9-]+)\.api\.[a-z.]+)\/id\//;

const PATH = "identity.oidcProvider";

/** The provider that an ARN or an issuer's URL names, or why it names none that can serve. */
export function oidcProviderOf(text: string, { partition, region, accountId }: Shipping): OidcProvider | Problem {
  const arn = parseArn(text);
  const fromArn = arn?.service === "iam" ? /^oidc-provider\/(.+)$/.exec(arn.resource)?.[1] : undefined;
  const issuer = fromArn ?? /^https:\/\/(.+)$/.exec(text)?.[1];
  if (issuer === undefined || !ISSUER.test(issuer)) {
    return {
      path: PATH,
      message: `${JSON.stringify(text)} is neither the ARN of an OIDC provider in IAM, arn:${partition}:iam::${accountId}:oidc-provider/HOST/PATH, nor an issuer's URL, https://HOST/PATH. "aws eks describe-cluster --query cluster.identity.oidc.issuer" prints the URL.`,
    };
  }
  if (arn !== undefined && (arn.partition !== partition || arn.accountId !== accountId)) {
    return {
      path: PATH,
      message: `${text} is not of the partition ${partition} and the account ${accountId}, which the role belongs to: a role trusts only providers of its own account. Make a provider for the issuer there.`,
    };
  }
  const [, ipv4, dualStack] = EKS_ISSUER.exec(issuer) ?? [];
  const issuerRegion = ipv4 ?? dualStack;
  if (issuerRegion !== undefined && issuerRegion !== region) {
    return {
      path: PATH,
      message: `${text} is of a cluster in ${issuerRegion}, but the cluster's region is ${region}.`,
    };
  }
  return { arn: `arn:${partition}:iam::${accountId}:oidc-provider/${issuer}`, issuer };
}
