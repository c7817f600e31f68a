import type { Identity, Partition } from "./shipping.ts";

export interface VpcEndpoint {
  /** What AWS calls it within a region: "ecr.api". */
  readonly service: string;
  /** "com.amazonaws.eu-central-1.ecr.api" */
  readonly serviceName: string;
  readonly type: "Interface" | "Gateway";
  readonly why: string;
}

/** Services whose endpoints in China are named cn.com.amazonaws.…; CloudWatch Logs and S3's gateway are not among them. */
const CHINESE_NAMES = new Set(["ec2", "ecr.api", "ecr.dkr", "sts"]);

/**
 * What a VPC without a way to the internet must have for nodes, images and records: private-clusters and
 * vpc-interface-endpoints in the EKS user guide. Names of China as `aws ec2 describe-vpc-endpoint-services` gives them there.
 */
export function vpcEndpoints(place: {
  readonly partition: Partition;
  readonly region: string;
  readonly identity: { readonly type: Identity["type"] };
}): readonly VpcEndpoint[] {
  const { partition, region, identity } = place;
  const endpoint = (service: string, why: string, type: VpcEndpoint["type"] = "Interface"): VpcEndpoint => {
    const domain = partition === "aws-cn" && CHINESE_NAMES.has(service) ? "cn.com.amazonaws" : "com.amazonaws";
    return { service, serviceName: `${domain}.${region}.${service}`, type, why };
  };
  return [
    endpoint("logs", "records go to CloudWatch Logs"),
    ...(identity.type === "irsa"
      ? [endpoint("sts", "irsa: the ServiceAccount's token is traded for credentials")]
      : []),
    ...(identity.type === "podIdentity"
      ? [endpoint("eks-auth", "podIdentity: the agent on the node asks for credentials")]
      : []),
    endpoint("ecr.api", "nodes log in to the image registry"),
    endpoint("ecr.dkr", "nodes pull images"),
    endpoint("s3", "layers of images lie in S3", "Gateway"),
    endpoint("ec2", "nodes find their own names"),
  ];
}
