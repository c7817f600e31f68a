import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CertificateAndKey, createAuthority } from "./test-authority.ts";

/** The CA and the key that seals session tokens, kept so that clients trust the next start too. */
export interface AuthorityFolder {
  authority: CertificateAndKey;
  sessionKey: Buffer;
  /** The CA's certificate, PEM: what clients trust. */
  caFile: string;
  /** Removes the folder when it was a temporary one. */
  close(): Promise<void>;
}

/**
 * Opens the folder, and fills it first when it is empty: `ca.pem`, `ca-key.pem`, `session.key`.
 * @param folder a temporary one when absent.
 */
export async function openAuthorityFolder(folder?: string): Promise<AuthorityFolder> {
  const path = folder ?? (await mkdtemp(join(tmpdir(), "cloudwatch-emulator-")));
  await mkdir(path, { recursive: true });
  const caFile = join(path, "ca.pem");
  const [certificate, key, sessionKey] = await Promise.all([
    readIfThere(caFile),
    readIfThere(join(path, "ca-key.pem")),
    readIfThere(join(path, "session.key")),
  ]);
  if ((certificate === undefined) !== (key === undefined)) {
    throw new Error(`${path} has only one of ca.pem and ca-key.pem. Remove it, and both are made anew.`);
  }
  const authority = certificate && key ? { certificate, key } : createAuthority();
  const seal = sessionKey ? Buffer.from(sessionKey, "hex") : randomBytes(32);
  // The certificate comes last: where it lies, its key does.
  if (!sessionKey) await writeFile(join(path, "session.key"), seal.toString("hex"), { mode: 0o600 });
  if (!certificate) {
    await writeFile(join(path, "ca-key.pem"), authority.key, { mode: 0o600 });
    await writeFile(caFile, authority.certificate);
  }
  return {
    authority,
    sessionKey: seal,
    caFile,
    close: async () => {
      if (folder === undefined) await rm(path, { recursive: true, force: true });
    },
  };
}

async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}
