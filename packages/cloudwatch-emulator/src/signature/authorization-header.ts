import { AwsError } from "../aws-error.ts";

/** The parts of an Authorization header of Signature Version 4. */
export interface Authorization {
  accessKeyId: string;
  /** `YYYYMMDD`. */
  date: string;
  region: string;
  service: string;
  /** Lower-case names. */
  signedHeaders: string[];
  /** 64 hexadecimal digits, when it is a signature at all. */
  signature: string;
}

const algorithm = "AWS4-HMAC-SHA256";

/**
 * Reads `AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, SignedHeaders=a;b, Signature=HEX`. Clients differ in
 * the blanks between the parts.
 * @throws MissingAuthenticationTokenException without a header, IncompleteSignatureException for one that lacks a part.
 */
export function parseAuthorization(header: string | undefined): Authorization {
  if (header === undefined || header === "") {
    throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token");
  }
  if (!header.startsWith(`${algorithm} `)) {
    throw incomplete(`Unsupported AWS 'algorithm': '${header.split(" ", 1)[0]}' (only ${algorithm} for now).`);
  }
  const parts = new Map<string, string>();
  for (const part of header.slice(algorithm.length).split(",")) {
    const mark = part.indexOf("=");
    if (mark > 0) parts.set(part.slice(0, mark).trim(), part.slice(mark + 1).trim());
  }
  const credential = required(parts, "Credential");
  const signedHeaders = required(parts, "SignedHeaders");
  const signature = required(parts, "Signature");
  const scope = credential.split("/");
  const [accessKeyId, date, region, service, terminator] = scope;
  if (scope.length !== 5 || !accessKeyId || !date || !region || !service || terminator !== "aws4_request") {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  }
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.toLowerCase().split(";"), signature };
}

function required(parts: ReadonlyMap<string, string>, name: string): string {
  const value = parts.get(name);
  if (!value) {
    throw incomplete(`Authorization header requires '${name}' parameter.`);
  }
  return value;
}

function incomplete(message: string): AwsError {
  return new AwsError("IncompleteSignatureException", message);
}
