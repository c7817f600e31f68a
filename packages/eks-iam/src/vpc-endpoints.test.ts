import { describe, expect, test } from "vitest";
import { PARTITIONS, REGIONS } from "./testing/shippings.ts";
import { vpcEndpoints } from "./vpc-endpoints.ts";

const BOTH = ["ec2", "ecr.api", "ecr.dkr", "logs", "s3"];

describe.each(PARTITIONS)("%s", (partition) => {
  test.each([
    ["irsa", [...BOTH, "sts"]],
    ["podIdentity", ["ec2", "ecr.api", "ecr.dkr", "eks-auth", "logs", "s3"]],
    ["nodeRole", BOTH],
    ["secret", BOTH],
  ] as const)("%s needs %j", (type, services) => {
    const endpoints = vpcEndpoints({ partition, region: REGIONS[partition], identity: { type } });
    expect(endpoints.map(({ service }) => service).sort()).toEqual(services);
    expect(endpoints.filter((endpoint) => endpoint.type === "Gateway").map(({ service }) => service)).toEqual(["s3"]);
  });
});

test.each([
  ["aws", "irsa", "com.amazonaws.eu-central-1.sts"],
  ["aws", "podIdentity", "com.amazonaws.eu-central-1.eks-auth"],
  ["aws-us-gov", "irsa", "com.amazonaws.us-gov-west-1.ecr.dkr"],
  ["aws-cn", "irsa", "cn.com.amazonaws.cn-north-1.sts"],
  ["aws-cn", "irsa", "cn.com.amazonaws.cn-north-1.ec2"],
  ["aws-cn", "irsa", "cn.com.amazonaws.cn-north-1.ecr.api"],
  ["aws-cn", "irsa", "cn.com.amazonaws.cn-north-1.ecr.dkr"],
  ["aws-cn", "irsa", "com.amazonaws.cn-north-1.logs"],
  ["aws-cn", "irsa", "com.amazonaws.cn-north-1.s3"],
] as const)("in %s, %s has the service %s", (partition, type, serviceName) => {
  const endpoints = vpcEndpoints({ partition, region: REGIONS[partition], identity: { type } });
  expect(endpoints.map((endpoint) => endpoint.serviceName)).toContain(serviceName);
});
