import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalPath, canonicalQuery } from "./canonical-request.ts";
import { signatureOf, signingKey } from "./signing-key.ts";
import { type Verification, verifySignature } from "./verify-signature.ts";

const credential = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
};
const date = new Date("2015-08-30T12:36:00Z");

const verification = (changes: Partial<Verification<typeof credential>> = {}): Verification<typeof credential> => ({
  region: "us-east-1",
  service: "service",
  now: date.getTime(),
  findCredential: (key) => (key === credential.accessKeyId ? credential : undefined),
  ...changes,
});

interface Message {
  method: string;
  target: string;
  headers: [string, string][];
  body: string;
}

const verify = ({ method, target, headers, body }: Message, changes = {}) =>
  verifySignature({ method, target, rawHeaders: headers.flat(), body: Buffer.from(body) }, verification(changes));

const authorization = (signedHeaders: string, signature: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${signedHeaders}, Signature=${signature}`;

// From AWS's own test suite for Signature Version 4.
test.each([
  [
    "get-vanilla",
    "GET",
    "/",
    [],
    "host;x-amz-date",
    "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "",
  ],
  [
    "post-vanilla",
    "POST",
    "/",
    [],
    "host;x-amz-date",
    "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    "",
  ],
  [
    "get-vanilla-query-order-key-case",
    "GET",
    "/?Param2=value2&Param1=value1",
    [],
    "host;x-amz-date",
    "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    "",
  ],
  [
    "get-header-value-trim",
    "GET",
    "/",
    [
      ["My-Header1", " value1"],
      ["My-Header2", ' "a   b   c"'],
    ],
    "host;my-header1;my-header2;x-amz-date",
    "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
    "",
  ],
  [
    "post-x-www-form-urlencoded",
    "POST",
    "/",
    [["Content-Type", "application/x-www-form-urlencoded"]],
    "content-type;host;x-amz-date",
    "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
    "Param1=value1",
  ],
])("accepts %s", (_, method, target, headers, signedHeaders, signature, body) => {
  const message: Message = {
    method,
    target,
    headers: [
      ...(headers as [string, string][]),
      ["Host", "example.amazonaws.com"],
      ["X-Amz-Date", "20150830T123600Z"],
      ["Authorization", authorization(signedHeaders, signature)],
    ],
    body,
  };
  expect(verify(message)).toBe(credential);
});

describe("against the SDK's signer", () => {
  const signer = new SignatureV4({ credentials: credential, region: "us-east-1", service: "service", sha256: Sha256 });
  const token = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
  const messages = fc.record({
    segments: fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }), { maxLength: 3 }),
    query: fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), fc.string({ maxLength: 5 }), { maxKeys: 4 }),
    headers: fc.dictionary(
      token.map((name) => `x-${name}`),
      fc.stringMatching(/^[ -~]{0,20}$/),
      { maxKeys: 4 },
    ),
    body: fc.string({ unit: "grapheme", maxLength: 200 }),
  });

  async function signed({ segments, query, headers, body }: typeof messages extends fc.Arbitrary<infer M> ? M : never) {
    const path = `/${segments.map(encodeURIComponent).join("/")}`;
    const request = {
      method: "POST",
      protocol: "https:",
      hostname: "logs.us-east-1.amazonaws.com",
      path,
      query,
      headers: { ...headers, host: "logs.us-east-1.amazonaws.com" },
      body,
    };
    const { headers: all } = await signer.sign(request, { signingDate: date });
    const encoded = Object.entries(query).map(
      ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
    );
    const target = encoded.length > 0 ? `${path}?${encoded.join("&")}` : path;
    return { method: "POST", target, headers: Object.entries(all), body } satisfies Message;
  }

  test("accepts whatever it signs", async () => {
    await fc.assert(
      fc.asyncProperty(messages, async (message) => {
        expect(verify(await signed(message))).toBe(credential);
      }),
    );
  });

  test("refuses any change of a byte of the body, of a header, of the path", async () => {
    const change = (text: string, index: number) => {
      const bytes = Buffer.from(text);
      const place = index % bytes.length;
      // Another letter, so that a path stays a path and a header a header.
      bytes[place] = bytes[place] === 0x71 ? 0x7a : 0x71;
      return bytes.toString();
    };
    await fc.assert(
      fc.asyncProperty(
        messages,
        fc.nat(),
        fc.constantFrom("body", "header", "path", "method"),
        async (message, index, part) => {
          const good = await signed({ ...message, body: `b${message.body}`, segments: ["p", ...message.segments] });
          const bad = { ...good, headers: good.headers.map(([name, value]): [string, string] => [name, value]) };
          if (part === "body") bad.body = change(good.body, index);
          if (part === "path") bad.target = good.target.replace("/p", "/q");
          if (part === "method") bad.method = "PUT";
          if (part === "header") {
            const host = bad.headers.find(([name]) => name === "host") as [string, string];
            host[1] = change(host[1], index);
          }
          expect(() => verify(bad)).toThrow(/signature we calculated does not match/);
        },
      ),
    );
  });
});

test("accepts what Fluent Bit's C code signs: every header it sends, a user agent included", () => {
  const headers: [string, string][] = [
    ["Host", "logs.us-east-1.amazonaws.com"],
    ["User-Agent", "aws-fluent-bit-plugin"],
    ["X-Amz-Target", "Logs_20140328.PutLogEvents"],
    ["Content-Type", "application/x-amz-json-1.1"],
    ["x-amz-date", "20150830T123600Z"],
  ];
  const signedHeaders = "content-type;host;user-agent;x-amz-date;x-amz-target";
  const canonical = `POST\n/\n\ncontent-type:application/x-amz-json-1.1\nhost:logs.us-east-1.amazonaws.com\nuser-agent:aws-fluent-bit-plugin\nx-amz-date:20150830T123600Z\nx-amz-target:Logs_20140328.PutLogEvents\n\n${signedHeaders}\n44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a`;
  const hash = new Sha256();
  hash.update(canonical);
  const stringToSign = `AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n${Buffer.from(hash.digestSync()).toString("hex")}`;
  const key = signingKey(credential.secretAccessKey, { date: "20150830", region: "us-east-1", service: "service" });
  headers.push(["Authorization", authorization(signedHeaders, signatureOf(stringToSign, key))]);
  expect(verify({ method: "POST", target: "/", headers, body: "{}" })).toBe(credential);
});

describe("refusals", () => {
  const good: Message = {
    method: "GET",
    target: "/",
    headers: [
      ["Host", "example.amazonaws.com"],
      ["X-Amz-Date", "20150830T123600Z"],
      [
        "Authorization",
        authorization("host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
      ],
    ],
    body: "",
  };
  const withHeader = (name: string, value: string | undefined): Message => ({
    ...good,
    headers: [
      ...good.headers.filter(([other]) => other !== name),
      ...(value === undefined ? [] : ([[name, value]] as [string, string][])),
    ],
  });
  const minutes = (count: number) => ({ now: date.getTime() + count * 60_000 });
  const withAuthorization = (from: string, to: string) =>
    withHeader("Authorization", (good.headers[2]?.[1] ?? "").replace(from, to));

  test.each<[string, Message, object, string, RegExp]>([
    ["no header", withHeader("Authorization", undefined), {}, "MissingAuthenticationTokenException", /Missing/],
    ["another algorithm", withHeader("Authorization", "Bearer x"), {}, "IncompleteSignatureException", /Bearer/],
    ["no credential", withAuthorization("Credential=", "C="), {}, "IncompleteSignatureException", /'Credential'/],
    ["no signature", withAuthorization("Signature=", "S="), {}, "IncompleteSignatureException", /'Signature'/],
    [
      "a scope of six parts",
      withAuthorization("aws4_request", "aws4_request/more"),
      {},
      "IncompleteSignatureException",
      /exactly 5/,
    ],
    ["a scope of four parts", withAuthorization("/service", ""), {}, "IncompleteSignatureException", /exactly 5/],
    ["no date", withHeader("X-Amz-Date", undefined), {}, "IncompleteSignatureException", /X-Amz-Date/],
    ["an unknown key", withAuthorization("AKIDEXAMPLE", "AKIDOTHER"), {}, "UnrecognizedClientException", /token/],
    ["an unknown session token", withHeader("X-Amz-Security-Token", "t"), {}, "UnrecognizedClientException", /token/],
    [
      "an expired token",
      good,
      { findCredential: () => ({ ...credential, expiration: date.getTime() }) },
      "ExpiredTokenException",
      /expired/,
    ],
    ["another region", good, { region: "eu-west-1" }, "InvalidSignatureException", /valid region, not 'us-east-1'/],
    ["another service", good, { service: "logs" }, "InvalidSignatureException", /correct service: 'logs'/],
    [
      "a scope of another day",
      withAuthorization("20150830", "20150829"),
      {},
      "InvalidSignatureException",
      /Date in Cred/,
    ],
    ["a date six minutes old", good, minutes(6), "InvalidSignatureException", /Signature expired: 20150830T123600Z/],
    ["a date six minutes ahead", good, minutes(-6), "InvalidSignatureException", /Signature not yet current/],
    ["a host that is not signed", withAuthorization("host;", ""), {}, "InvalidSignatureException", /'Host'/],
    [
      "an x-amz header that is not signed",
      withHeader("X-Amz-Target", "t"),
      {},
      "InvalidSignatureException",
      /x-amz-target/,
    ],
    [
      "a wrong secret",
      good,
      { findCredential: () => ({ secretAccessKey: "x" }) },
      "InvalidSignatureException",
      /match/,
    ],
    [
      "a signature in other digits",
      withAuthorization("5fa00fa3", "5fa00fä3"),
      {},
      "InvalidSignatureException",
      /match/,
    ],
  ])("%s", (_, message, changes, code, text) => {
    expect(verify(good)).toBe(credential);
    expect(() => verify(message, changes)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(text) }),
    );
  });

  test("a date within five minutes is good enough, and so is a Date header", () => {
    expect(verify(good, minutes(5))).toBe(credential);
    expect(verify(good, minutes(-5))).toBe(credential);
  });
});

test.each([
  ["/", "/"],
  ["", "/"],
  ["/a/./b/../c", "/a/c"],
  ["//a//b/", "/a/b/"],
  ["/a%20b", "/a%2520b"],
])("the path %j is signed as %j", (path, canonical) => {
  expect(canonicalPath(path)).toBe(canonical);
});

test.each([
  ["b=2&a=1", "a=1&b=2"],
  ["a=2&a=1", "a=1&a=2"],
  ["a", "a="],
  ["a=b%2Fc&d=~%2a", "a=b%2Fc&d=~%2A"],
  ["", ""],
])("the query %j is signed as %j", (query, canonical) => {
  expect(canonicalQuery(query)).toBe(canonical);
});
