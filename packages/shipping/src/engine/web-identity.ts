import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROLE_ARN } from "./chart-configuration.ts";

/** What the webhook of EKS puts into a pod with IRSA: a service account token in a file, and the variables that name it. */
export async function webIdentity(folder: string): Promise<Record<string, string>> {
  const file = join(folder, "token");
  await writeFile(file, serviceAccountToken());
  return { AWS_ROLE_ARN: ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE: file };
}

/** A token as the cluster issues it, with a signature that nobody can verify: the emulator is told of no issuer. */
function serviceAccountToken(): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: "https://oidc.eks.eu-central-1.amazonaws.com/id/LAB",
    sub: "system:serviceaccount:shelltrail:shelltrail-aws-for-fluent-bit",
    aud: ["sts.amazonaws.com"],
    iat: now,
    exp: now + 86_400,
  };
  const parts = [JSON.stringify({ alg: "RS256", typ: "JWT" }), JSON.stringify(claims), "not verified"];
  return parts.map((part) => Buffer.from(part).toString("base64url")).join(".");
}
