import { RETENTION_DAYS, rolePolicy, type Shipping, stack, trustPolicy, vpcEndpoints } from "@shelltrail/eks-iam";
import { Command, InvalidArgumentError, Option } from "commander";
import { OUTPUT_FORMATS, type OutputFormat, printed } from "../print.ts";
import { asTheUserKnowsIt, type ShippingOptions, shippingOf } from "./shipping-of.ts";

interface ReleaseOptions {
  readonly values: readonly string[];
  readonly release: string;
  readonly namespace: string;
  readonly output: OutputFormat;
}

/** `shelltrail iam`: what a release needs in AWS, from the values it is installed with. */
export function iamCommand(): Command {
  return new Command("iam")
    .description("print what a release needs in AWS, from the values it is installed with")
    .addCommand(
      partCommand("policy", "print the least policy of Fluent Bit's role", rolePolicy).addHelpText(
        "after",
        `
Example:
  npx shelltrail iam policy -f values.yaml > policy.json
  aws iam put-role-policy --role-name shelltrail-fluent-bit --policy-name ship-records --policy-document file://policy.json`,
      ),
    )
    .addCommand(
      partCommand("trust", "print who may take on Fluent Bit's role", trustPolicy).addHelpText(
        "after",
        `
Examples:
  issuer=$(aws eks describe-cluster --name prod --query cluster.identity.oidc.issuer --output text)
  npx shelltrail iam trust -f values.yaml --oidc-provider "$issuer" > trust.json       # irsa
  npx shelltrail iam trust -f values.yaml --namespace shelltrail > trust.json          # podIdentity
  aws iam create-role --role-name shelltrail-fluent-bit --assume-role-policy-document file://trust.json

podIdentity needs an association too, which "shelltrail iam stack" holds:
  aws eks create-pod-identity-association --cluster-name prod --namespace shelltrail --service-account NAME --role-arn ARN`,
      ),
    )
    .addCommand(
      partCommand("stack", "print role, log group, key and alarms as a CloudFormation template", stack).addHelpText(
        "after",
        `
Example:
  npx shelltrail iam stack -f values.yaml --kms --retention 365 --oidc-provider "$issuer" > shelltrail.json
  aws cloudformation deploy --stack-name shelltrail --template-file shelltrail.json --capabilities CAPABILITY_NAMED_IAM`,
      ),
    )
    .addCommand(
      releaseCommand("endpoints", "print the endpoints of a VPC without a way to the internet")
        .addHelpText("after", "\nExample:\n  npx shelltrail iam endpoints -f values.yaml --output yaml")
        .action(async (options: ReleaseOptions) => {
          const { cluster, identity } = await readRelease(options);
          const endpoints = vpcEndpoints({ partition: cluster.partition, region: cluster.region, identity });
          process.stdout.write(printed(endpoints, options.output));
        }),
    );
}

/** A command that takes a release's values and names. */
function releaseCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .showHelpAfterError(`Try shelltrail iam ${name} --help.`)
    .requiredOption("-f, --values <file>", "values file of the release; may be given again, later ones win", append)
    .option("--release <name>", "name of the release, as in helm install", releaseName, "shelltrail")
    .option("--namespace <name>", "namespace of the release", namespaceName, "shelltrail")
    .addOption(new Option("--output <format>", "how to print").choices(OUTPUT_FORMATS).default("json"));
}

/** Policy, trust and stack take the same options: each prints a part of one whole. */
function partCommand(name: string, description: string, make: (shipping: Shipping) => object): Command {
  return releaseCommand(name, description)
    .option("--oidc-provider <arn|issuer>", "irsa: the cluster's OIDC provider in IAM, or the issuer's https:// URL")
    .option("--kms", "encrypt the log group with a key of its own")
    .option("--retention <days>", "days to keep records (default: for ever)", retentionDays)
    .addOption(
      new Option("--class <class>", "class of the log group (default: STANDARD)").choices([
        "STANDARD",
        "INFREQUENT_ACCESS",
      ]),
    )
    .option("--data-protection", "mask access keys and private keys in what is recorded")
    .option("--alarms-topic <arn>", "SNS topic that hears of silent nodes and lost events")
    .option("--nodes <number>", "with --alarms-topic: the least number of nodes that must be heard", wholeNumber)
    .action(async (options: ReleaseOptions & ShippingOptions) => {
      const shipping = shippingOf(await readRelease(options), options);
      process.stdout.write(printed(asTheUserKnowsIt(shipping, make), options.output));
    });
}

/** The chart is loaded only now: --help and wrong usage are answered without it. */
async function readRelease({ values, release, namespace }: ReleaseOptions) {
  const { readRelease } = await import("./release.ts");
  return readRelease(values, { name: release, namespace });
}

function append(item: string, list: readonly string[] = []): readonly string[] {
  return [...list, item];
}

/** Helm's rule: helm.sh/helm/v3/pkg/chartutil, ValidateReleaseName. */
function releaseName(text: string): string {
  if (text.length > 53 || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(text)) {
    throw new InvalidArgumentError("It must be at most 53 of a-z, 0-9, - and ., and start and end with a-z or 0-9.");
  }
  return text;
}

function namespaceName(text: string): string {
  if (text.length > 63 || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text)) {
    throw new InvalidArgumentError("It must be at most 63 of a-z, 0-9 and -, and start and end with a-z or 0-9.");
  }
  return text;
}

function retentionDays(text: string): number {
  if (!/^[0-9]+$/.test(text) || !RETENTION_DAYS.includes(Number(text))) {
    throw new InvalidArgumentError(`CloudWatch Logs offers ${RETENTION_DAYS.join(", ")}.`);
  }
  return Number(text);
}

function wholeNumber(text: string): number {
  if (!/^[1-9][0-9]{0,5}$/.test(text)) throw new InvalidArgumentError("It must be a whole number, 1 or more.");
  return Number(text);
}
