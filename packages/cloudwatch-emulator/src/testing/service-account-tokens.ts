import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { JsonWebKeySet } from "../identity/json-web-token.ts";

/** A cluster's issuer of service account tokens. */
export interface TokenIssuer {
  issuer: string;
  jwks: JsonWebKeySet;
  /** A token of a service account, valid for an hour; claims override. */
  token(claims?: Record<string, unknown>): string;
}

/** Makes an issuer that signs as Kubernetes does: RS256, or ES256. */
export function tokenIssuer(
  issuer = "https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE",
  algorithm: "RS256" | "ES256" = "RS256",
): TokenIssuer {
  const pair =
    algorithm === "RS256"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key: KeyObject = createPrivateKey(pair.privateKey.export({ type: "pkcs8", format: "pem" }));
  return {
    issuer,
    jwks: { keys: [{ ...pair.publicKey.export({ format: "jwk" }), kid: "key-1" }] },
    token(claims = {}) {
      const header = encode({ alg: algorithm, kid: "key-1", typ: "JWT" });
      const now = Math.floor(Date.now() / 1000);
      const payload = encode({
        iss: issuer,
        sub: "system:serviceaccount:shelltrail:fluent-bit",
        aud: ["sts.amazonaws.com"],
        iat: now,
        nbf: now,
        exp: now + 3600,
        ...claims,
      });
      const signature = sign("sha256", Buffer.from(`${header}.${payload}`), { key, dsaEncoding: "ieee-p1363" });
      return `${header}.${payload}.${signature.toString("base64url")}`;
    },
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
