import { type Alarm, alarming, type MetricFilter } from "./alarms.ts";
import { parseArn } from "./arn.ts";
import { checkShipping } from "./check-shipping.ts";
import { dataProtectionPolicy } from "./data-protection-policy.ts";
import { keyPolicy } from "./key-policy.ts";
import { rolePolicy } from "./role-policy.ts";
import type { Identity, Shipping, StackLogGroup } from "./shipping.ts";
import { HOLDER, podIdentityAssociation, trustPolicy } from "./trust-policy.ts";

/** A CloudFormation template. */
export interface Template {
  readonly AWSTemplateFormatVersion: "2010-09-09";
  readonly Description: string;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Description: string; readonly Value: unknown }>>;
}

export interface Resource {
  readonly Type: `AWS::${string}::${string}`;
  readonly DeletionPolicy?: "Retain";
  readonly UpdateReplacePolicy?: "Retain";
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** A record outlives the stack that made room for it, and cannot be read without its key. */
const KEPT = { DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" } as const;

/**
 * Everything that the shipper needs in AWS as one CloudFormation template: log group and key, role or policy, Pod Identity
 * association, alarms. Names and ARNs are written out: a stack in another account or region would be of no use.
 * @throws InvalidShipping
 */
export function stack(shipping: Shipping): Template {
  checkShipping(shipping);
  const { logGroup, identity, clusterName } = shipping;
  const resources = {
    ...(logGroup.madeBy === "stack" && logGroupResources(shipping, logGroup)),
    ...identityResources(shipping, identity),
    ...alarmResources(shipping),
  };
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `shelltrail in ${clusterName}: what Fluent Bit needs to ship records to ${logGroup.name}`,
    Resources: resources,
    Outputs: {
      LogGroupName: { Description: "Log group of the records", Value: logGroup.name },
      ...("Role" in resources && {
        RoleArn: { Description: "Role of Fluent Bit's ServiceAccount", Value: arnOf("Role") },
      }),
      ...("Policy" in resources && {
        PolicyArn: { Description: "Policy to attach", Value: { Ref: "Policy" } },
      }),
      ...("Key" in resources && { KeyArn: { Description: "Key of the log group", Value: arnOf("Key") } }),
    },
  };
}

const arnOf = (name: string) => ({ "Fn::GetAtt": [name, "Arn"] });

function logGroupResources(shipping: Shipping, logGroup: StackLogGroup): Record<string, Resource> {
  const key: Record<string, Resource> = logGroup.kms
    ? {
        Key: {
          Type: "AWS::KMS::Key",
          ...KEPT,
          Properties: {
            Description: `Encrypts the log group ${logGroup.name}`,
            EnableKeyRotation: true,
            KeyPolicy: keyPolicy(shipping),
          },
        },
      }
    : {};
  return {
    ...key,
    LogGroup: {
      Type: "AWS::Logs::LogGroup",
      ...KEPT,
      Properties: {
        LogGroupName: logGroup.name,
        LogGroupClass: logGroup.class ?? "STANDARD",
        ...(logGroup.retentionDays !== undefined && { RetentionInDays: logGroup.retentionDays }),
        ...(logGroup.kms && { KmsKeyId: arnOf("Key") }),
        ...(logGroup.dataProtection && { DataProtectionPolicy: dataProtectionPolicy(shipping.partition) }),
      },
    },
  };
}

function identityResources(shipping: Shipping, identity: Identity): Record<string, Resource> {
  const { clusterName, serviceAccount } = shipping;
  if (identity.type === "nodeRole" || identity.type === "secret") {
    return {
      Policy: {
        Type: "AWS::IAM::ManagedPolicy",
        Properties: {
          Description: `Ships records of ${clusterName}; for ${HOLDER[identity.type]}`,
          PolicyDocument: rolePolicy(shipping),
        },
      },
    };
  }
  const Role: Resource = {
    Type: "AWS::IAM::Role",
    Properties: {
      ...(identity.type === "irsa" && pathAndName(identity.roleArn)),
      Description: `Fluent Bit of shelltrail, ${serviceAccount.namespace}/${serviceAccount.name} in ${clusterName}`,
      AssumeRolePolicyDocument: trustPolicy(shipping),
      Policies: [{ PolicyName: "ship-records", PolicyDocument: rolePolicy(shipping) }],
    },
  };
  if (identity.type === "irsa") return { Role };
  const association = podIdentityAssociation(shipping);
  return {
    Role,
    PodIdentityAssociation: {
      Type: "AWS::EKS::PodIdentityAssociation",
      Properties: {
        ClusterName: association.clusterName,
        Namespace: association.namespace,
        ServiceAccount: association.serviceAccount,
        RoleArn: arnOf("Role"),
      },
    },
  };
}

/** "arn:aws:iam::012345678901:role/eks/shipper" is the role "shipper" with the path "/eks/". */
function pathAndName(roleArn: string | undefined): { Path: string; RoleName: string } | undefined {
  const [, path, name] = /^role(\/|\/.+\/)([^/]+)$/.exec(parseArn(roleArn ?? "")?.resource ?? "") ?? [];
  return path === undefined || name === undefined ? undefined : { Path: path, RoleName: name };
}

function alarmResources(shipping: Shipping): Record<string, Resource> {
  const { filters = {}, alarms = {} } = alarming(shipping) ?? {};
  return {
    ...named(filters, "Filter", (filter: MetricFilter) => ({
      Type: "AWS::Logs::MetricFilter",
      Properties: { LogGroupName: { Ref: "LogGroup" }, ...filter },
    })),
    ...named(alarms, "Alarm", (alarm: Alarm) => ({ Type: "AWS::CloudWatch::Alarm", Properties: { ...alarm } })),
  };
}

function named<T>(
  held: Readonly<Record<string, T>>,
  suffix: string,
  resource: (one: T) => Resource,
): Record<string, Resource> {
  return Object.fromEntries(Object.entries(held).map(([name, one]) => [`${name}${suffix}`, resource(one)]));
}
