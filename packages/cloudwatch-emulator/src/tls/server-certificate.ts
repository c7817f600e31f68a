import type { CertificateFault } from "../faults/fault.ts";
import { type CertificateAndKey, createAuthority, issueCertificate } from "./test-authority.ts";

const day = 86_400_000;

/**
 * The certificate that the server shows: a good one, or what a fault asks for. Each call issues another, so that `renewed` is what
 * happens on every renewal: same CA, same names, other certificate.
 */
export function certificateFor(
  authority: CertificateAndKey,
  names: readonly string[],
  fault: CertificateFault = "renewed",
): CertificateAndKey {
  const now = Date.now();
  const validity = { notBefore: new Date(now - day), notAfter: new Date(now + 365 * day) };
  switch (fault) {
    case "renewed":
      return issueCertificate(authority, { names, ...validity });
    case "other-ca":
      return issueCertificate(createAuthority(), { names, ...validity });
    case "expired":
      return issueCertificate(authority, { names, notBefore: new Date(now - 30 * day), notAfter: new Date(now - day) });
    case "other-name":
      return issueCertificate(authority, { names: ["another-server.invalid"], ...validity });
  }
}
