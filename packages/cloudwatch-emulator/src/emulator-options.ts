import type { OidcProvider } from "./identity/assume-role.ts";
import type { Role, StaticCredential } from "./identity/credential.ts";
import type { PodIdentityAssociation } from "./identity/pod-identity-agent.ts";
import type { FsyncPolicy } from "./journal/journal.ts";

/** How an emulator starts. Everything has a default: `startEmulator()` is enough. */
export interface EmulatorOptions {
  /** The address that everything listens on. Default: 127.0.0.1. */
  host?: string;
  /** CloudWatch Logs and STS over TLS; 0 (default) lets the system choose. Fluent Bit before 4.x wants 443. */
  port?: number;
  /** Counts and faults in plain HTTP; 0 (default) lets the system choose. */
  controlPort?: number;
  /** The Pod Identity agent in plain HTTP; 0 (default) lets the system choose. */
  podIdentityPort?: number;
  /** Default: us-east-1. */
  region?: string;
  /** 12 digits. Default: 111122223333, an account that AWS's documentation uses. */
  account?: string;
  /** Keeps what is stored, as JSON lines; without it everything is gone at the end. */
  dataFile?: string;
  /** Default: `second`. */
  fsync?: FsyncPolicy;
  /** Keeps the CA and the key of session tokens; a temporary folder by default. */
  caFolder?: string;
  /** Host names and addresses of the certificate, besides those it always has (`serverNames`). */
  names?: readonly string[];
  /** Keys that exist from the start. Default: `exampleCredential`. */
  credentials?: readonly StaticCredential[];
  /** Roles that can be assumed. None: every role ARN can be, and may do everything. */
  roles?: readonly Role[];
  /** Issuers whose tokens are believed. None: every issuer, and no signature is verified. */
  oidcProviders?: readonly OidcProvider[];
  /** Which roles service accounts get from the Pod Identity agent. */
  podIdentityAssociations?: readonly PodIdentityAssociation[];
  /** The cluster's name in Pod Identity sessions. Default: emulated. */
  clusterName?: string;
  /** Log groups that are created at the start when they are not there. */
  logGroups?: readonly string[];
  /** Bytes of one event. Default: 1,048,576; the limit was 262,144 until April 2025. */
  maxEventBytes?: number;
  /** Seeds the dice of faults. Default: 1. */
  seed?: number;
}

/** The key that AWS's documentation shows; known when no other was configured. */
export const exampleCredential: StaticCredential = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

/** The names that a certificate for a region always has: the machine itself, and what clients call when nobody tells them otherwise. */
export function serverNames(region: string): string[] {
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return [
    `logs.${region}.${suffix}`,
    `sts.${region}.${suffix}`,
    `sts.${suffix}`,
    "localhost",
    "127.0.0.1",
    "::1",
    "host.docker.internal",
  ];
}

/** @throws with the option, its value and what it must be. */
export function checkOptions({ account = "", region = "", ...options }: EmulatorOptions): void {
  const ports = ["port", "controlPort", "podIdentityPort"] as const;
  for (const name of ports) {
    const value = options[name];
    if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= 65_535)) {
      throw new Error(`${name} is ${value}; it must be a whole number from 0 to 65535.`);
    }
  }
  if (account !== "" && !/^\d{12}$/.test(account)) {
    throw new Error(`account is ${JSON.stringify(account)}; it must have 12 digits.`);
  }
  if (region !== "" && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw new Error(`region is ${JSON.stringify(region)}; it must look like eu-central-1.`);
  }
  if (options.fsync !== undefined && !["always", "second", "never"].includes(options.fsync)) {
    throw new Error(`fsync is ${JSON.stringify(options.fsync)}; it must be always, second or never.`);
  }
}
