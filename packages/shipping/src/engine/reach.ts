import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Whether an engine sends to port 443 whatever it is told, and trusts only `/etc/ssl/certs/`: out_cloudwatch_logs passes 443 and the
 * output's `tls.*`, which the plugin refuses, before 4.0. It asks for that folder by name, so SSL_CERT_DIR and SSL_CERT_FILE change
 * nothing (load_system_certificates in src/tls/openssl.c of 1.8.15).
 */
export function speaksOnlyTo443(version: string): boolean {
  return Number(version.split(".")[0]) < 4;
}

/** Why this user cannot put an API in front of such an engine; undefined when it can. */
export function whyUnreachable(version: string): string | undefined {
  if (!speaksOnlyTo443(version)) return undefined;
  if (process.platform !== "linux")
    return `Fluent Bit ${version} needs a mount namespace for the test's CA: Linux only`;
  const probe = spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "none", "/etc/ssl/certs"]);
  if (probe.status === 0 && mayBind443()) return undefined;
  return `Fluent Bit ${version} sends to port 443 and trusts /etc/ssl/certs only: run as root, or name a newer one in FLUENT_BIT`;
}

function mayBind443(): boolean {
  if (process.getuid?.() === 0) return true;
  return Number(readFileSync("/proc/sys/net/ipv4/ip_unprivileged_port_start", "utf8")) <= 443;
}

/**
 * The command that runs an engine so that it trusts the authority. An old one sees a folder of its own at `/etc/ssl/certs`, in a
 * mount namespace that ends with it; the host's is not touched. `exec` keeps the process id that of the engine.
 * @param folder an empty one, for the authority under the name that OpenSSL looks for
 */
export function trusting(caFile: string, folder: string, version: string, command: readonly string[]): string[] {
  if (!speaksOnlyTo443(version)) return [...command];
  mkdirSync(folder, { recursive: true });
  const hash = execFileSync("openssl", ["x509", "-noout", "-subject_hash", "-in", caFile], { encoding: "utf8" }).trim();
  copyFileSync(caFile, join(folder, `${hash}.0`));
  const script = 'mount --bind "$1" /etc/ssl/certs && shift && exec "$@"';
  return ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh", folder, ...command];
}
