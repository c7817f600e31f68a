import type { Partition } from "./shipping.ts";

/** Domain of a partition's endpoints (reference-arns and the endpoints pages of the AWS general reference). */
export const DNS_SUFFIX: Readonly<Record<Partition, string>> = {
  aws: "amazonaws.com",
  "aws-cn": "amazonaws.com.cn",
  "aws-us-gov": "amazonaws.com",
};

/** The partition that a region lies in. */
export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
