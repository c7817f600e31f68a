import { createPublicKey, type JsonWebKey, verify } from "node:crypto";

/** What a token says about itself; `exp` and `nbf` in seconds since 1970-01-01 UTC. */
export interface TokenClaims {
  iss?: string;
  sub?: string;
  aud?: string | string[];
  exp?: number;
  nbf?: number;
}

/** A token that is one in form; nothing of it is believed yet. */
export interface JsonWebToken {
  algorithm: string;
  keyId: string | undefined;
  claims: TokenClaims;
  /** What the signature covers. */
  signed: string;
  signature: Buffer;
}

/** A public key set, as the OIDC provider of a cluster publishes it. */
export interface JsonWebKeySet {
  keys: readonly (JsonWebKey & { kid?: string })[];
}

/** Reads the three parts of a JWT, or returns undefined when it is none. Verifies nothing. */
export function parseToken(text: string): JsonWebToken | undefined {
  const parts = text.trim().split(".");
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || !header || !payload || signature === undefined) {
    return undefined;
  }
  try {
    const { alg, kid } = readJson(header) as { alg?: unknown; kid?: unknown };
    const claims = readJson(payload) as TokenClaims;
    if (typeof alg !== "string" || typeof claims !== "object" || claims === null) {
      return undefined;
    }
    return {
      algorithm: alg,
      keyId: typeof kid === "string" ? kid : undefined,
      claims,
      signed: `${header}.${payload}`,
      signature: Buffer.from(signature, "base64url"),
    };
  } catch {
    return undefined;
  }
}

/** True when a key of the set signed the token, with an algorithm that Kubernetes signs with: RS256 or ES256. */
export function isSignedBy(token: JsonWebToken, { keys }: JsonWebKeySet): boolean {
  const candidates = keys.filter(({ kid }) => token.keyId === undefined || kid === undefined || kid === token.keyId);
  return candidates.some((jwk) => {
    const key = createPublicKey({ key: jwk, format: "jwk" });
    // The key decides the algorithm and not the token, or a token could ask for a weaker one.
    const wanted = key.asymmetricKeyType === "rsa" ? "RS256" : "ES256";
    const options = wanted === "ES256" ? ({ key, dsaEncoding: "ieee-p1363" } as const) : key;
    return token.algorithm === wanted && verify("sha256", Buffer.from(token.signed), options, token.signature);
  });
}

function readJson(part: string): unknown {
  return JSON.parse(Buffer.from(part, "base64url").toString());
}
