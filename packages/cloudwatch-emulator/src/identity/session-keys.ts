import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Credential, CredentialSource } from "./credential.ts";

/** What a session is issued for. */
export interface SessionRequest {
  arn: string;
  roleArn: string;
  source: CredentialSource;
  /** Milliseconds since 1970-01-01 UTC. */
  issuedAt: number;
  /** Milliseconds since 1970-01-01 UTC. */
  expiration: number;
}

/**
 * Issues temporary credentials and recognises them again. Everything about a session stands in its token, sealed by a key, as at
 * AWS: an emulator that is killed and started again with the same key still knows the sessions of its clients.
 */
export class SessionKeys {
  readonly #key: Buffer;

  /** @param key seals the tokens; random when nothing has to outlive this process. */
  constructor(key: Buffer = randomBytes(32)) {
    this.#key = key;
  }

  issue(request: SessionRequest): Credential & { sessionToken: string; expiration: number } {
    // AWS's temporary keys start with ASIA and are 20 characters of base 32.
    const accessKeyId = `ASIA${base32(randomBytes(10))}`;
    const body = Buffer.from(JSON.stringify({ accessKeyId, ...request })).toString("base64url");
    // Base64 as AWS writes it: +, / and = are what clients must be able to carry in headers and XML.
    const sessionToken = Buffer.from(`${body}.${this.#seal(body)}`).toString("base64");
    return { ...request, accessKeyId, secretAccessKey: this.#secret(accessKeyId), sessionToken };
  }

  /** The session of a token, or undefined when the token is not one of ours or not that access key's. */
  find(accessKeyId: string, sessionToken: string): Credential | undefined {
    const [body = "", seal = ""] = Buffer.from(sessionToken, "base64").toString("latin1").split(".");
    const expected = this.#seal(body);
    if (seal.length !== expected.length || !timingSafeEqual(Buffer.from(seal, "latin1"), Buffer.from(expected))) {
      return undefined;
    }
    const session = JSON.parse(Buffer.from(body, "base64url").toString()) as SessionRequest & { accessKeyId: string };
    if (session.accessKeyId !== accessKeyId) {
      return undefined;
    }
    return { ...session, secretAccessKey: this.#secret(accessKeyId), sessionToken };
  }

  #seal(body: string): string {
    return createHmac("sha256", this.#key).update(`token ${body}`).digest("base64url");
  }

  #secret(accessKeyId: string): string {
    return createHmac("sha256", this.#key).update(`secret ${accessKeyId}`).digest("base64").slice(0, 40);
  }
}

function base32(bytes: Buffer): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join("");
}
