import { generateKeyPairSync, randomBytes } from "node:crypto";
import { isIP } from "node:net";
import forge from "node-forge";

/** A certificate and its private key, both PEM. */
export interface CertificateAndKey {
  certificate: string;
  key: string;
}

/** What a server certificate is for. */
export interface ServerCertificateRequest {
  /** Host names and IP addresses; the first is also the subject's common name. */
  names: readonly string[];
  notBefore: Date;
  notAfter: Date;
}

const day = 86_400_000;

/** Makes a certificate authority for tests: RSA 2048, which every TLS library of the last twenty years accepts, for ten years. */
export function createAuthority(now: Date = new Date()): CertificateAndKey {
  const keys = keyPair();
  const certificate = forge.pki.createCertificate();
  const name = [{ shortName: "CN", value: "cloudwatch-emulator test CA, not for production" }];
  certificate.publicKey = keys.public;
  certificate.serialNumber = serialNumber();
  certificate.validity.notBefore = new Date(now.getTime() - day);
  certificate.validity.notAfter = new Date(now.getTime() + 3650 * day);
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: "basicConstraints", cA: true, critical: true },
    { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    { name: "subjectKeyIdentifier" },
  ]);
  certificate.sign(keys.private, forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(certificate), key: keys.privatePem };
}

/** Issues a server certificate. */
export function issueCertificate(
  authority: CertificateAndKey,
  { names, notBefore, notAfter }: ServerCertificateRequest,
): CertificateAndKey {
  serverKeys ??= keyPair();
  const keys = serverKeys;
  const issuer = forge.pki.certificateFromPem(authority.certificate);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.public;
  certificate.serialNumber = serialNumber();
  certificate.validity.notBefore = notBefore;
  certificate.validity.notAfter = notAfter;
  certificate.setSubject([{ shortName: "CN", value: (names[0] ?? "localhost").slice(0, 64) }]);
  certificate.setIssuer(issuer.subject.attributes);
  certificate.setExtensions([
    { name: "basicConstraints", cA: false, critical: true },
    { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
    { name: "extKeyUsage", serverAuth: true },
    { name: "subjectKeyIdentifier" },
    { name: "authorityKeyIdentifier", keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes() },
    // The types of GeneralName (RFC 5280): 2 is a DNS name, 7 an IP address.
    {
      name: "subjectAltName",
      altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })),
    },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(authority.key), forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(certificate), key: keys.privatePem };
}

/** One key serves every server certificate of a process: making one takes longer than all else at a start. */
let serverKeys: ReturnType<typeof keyPair> | undefined;

/** Node's own generator: forge's, in JavaScript, takes seconds. */
function keyPair() {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  return {
    public: forge.pki.publicKeyFromPem(publicKey),
    private: forge.pki.privateKeyFromPem(privateKey),
    privatePem: privateKey,
  };
}

/** Positive, of 16 bytes. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString("hex");
}
