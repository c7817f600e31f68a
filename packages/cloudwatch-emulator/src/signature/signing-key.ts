import { createHmac } from "node:crypto";

/** What a signing key is made from, besides the secret. */
export interface SigningScope {
  /** `YYYYMMDD`. */
  date: string;
  region: string;
  service: string;
}

/** The key of Signature Version 4 for one secret, day, region and service (step 3 of "Create a signed AWS API request"). */
export function signingKey(secretAccessKey: string, { date, region, service }: SigningScope): Buffer {
  const id = `${secretAccessKey}/${date}/${region}/${service}`;
  let key = keys.get(id);
  if (!key) {
    key = [date, region, service, "aws4_request"].reduce<Buffer>(
      (parent, text) => createHmac("sha256", parent).update(text).digest(),
      Buffer.from(`AWS4${secretAccessKey}`),
    );
    // A key serves all requests of a day; a process that renews credentials for months must not keep them all.
    if (keys.size >= 1000) keys.clear();
    keys.set(id, key);
  }
  return key;
}

const keys = new Map<string, Buffer>();

/** The signature over a string to sign, in hexadecimal digits. */
export function signatureOf(stringToSign: string, key: Buffer): string {
  return createHmac("sha256", key).update(stringToSign).digest("hex");
}
