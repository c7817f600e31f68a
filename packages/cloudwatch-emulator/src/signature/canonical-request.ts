/** What of an HTTP request a signature covers. */
export interface SignedRequest {
  method: string;
  /** The request target as sent: a path, and a query after `?`. */
  target: string;
  /** Names and values as received, in turns; names in any case, repeated ones in their order. */
  rawHeaders: readonly string[];
}

/**
 * The canonical request of Signature Version 4 ("Create a signed AWS API request", step 1), for services that encode the path
 * twice: all but S3.
 * @param signedHeaders lower-case names, in the order of the Authorization header.
 * @param payloadHash SHA-256 of the body as sent (compressed, when it was), in hexadecimal digits.
 */
export function canonicalRequest(
  request: SignedRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const [path = "", query = ""] = splitTarget(request.target);
  return [
    request.method,
    canonicalPath(path),
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${canonicalHeader(request.rawHeaders, name)}`),
    "",
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
}

function splitTarget(target: string): [string, string] {
  const mark = target.indexOf("?");
  return mark < 0 ? [target, ""] : [target.slice(0, mark), target.slice(mark + 1)];
}

/** Resolves `.`, `..` and empty segments, then encodes what is there (the client has encoded it once already). */
export function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  const trailing = segments.length > 0 && path.endsWith("/") ? "/" : "";
  return `/${segments.map(encodeRfc3986).join("/")}${trailing}`;
}

/** Decodes names and values, encodes them as RFC 3986 says, and sorts by name, then by value, in byte order. */
export function canonicalQuery(query: string): string {
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const mark = pair.indexOf("=");
      const [name, value] = mark < 0 ? [pair, ""] : [pair.slice(0, mark), pair.slice(mark + 1)];
      return [encodeRfc3986(decode(name)), encodeRfc3986(decode(value))] as const;
    })
    .sort(([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** All values of a header, trimmed, runs of spaces made one, joined by commas. */
function canonicalHeader(rawHeaders: readonly string[], name: string): string {
  const values: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === name) {
      values.push((rawHeaders[index + 1] ?? "").trim().replaceAll(/ +/g, " "));
    }
  }
  return values.join(",");
}

/** Everything but letters, digits and `-._~`. encodeURIComponent leaves five more characters alone. */
function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not an encoding: taken as it stands, so that the signature decides.
    return text;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
