import { optionOf, parseClassic, printClassic, type Section, withOption } from "./classic-format.ts";
import { speaksOnlyTo443 } from "./reach.ts";

/** What differs between a container of the pod and a process of this host. */
export interface Host {
  /** Takes the place of `/var/log`. */
  readonly logs: string;
  /** Takes the place of `/var/lib/shelltrail`. */
  readonly state: string;
  /** Port of the API, and the file of the authority that signed its certificate. */
  readonly port: number;
  readonly caFile: string;
}

/**
 * The same configuration for a process of this host: other folders, the metrics on loopback only, and for engines that can be told
 * so the API's port and authority. Nothing else is touched.
 */
export function hostConfiguration(text: string, host: Host, engineVersion: string): string {
  return printClassic(parseClassic(text).map((section) => forHost(section, host, engineVersion)));
}

function forHost(section: Section, host: Host, engineVersion: string): Section {
  let changed = { ...section, options: section.options.map(([key, value]) => [key, moved(value, host)] as const) };
  if (section.name === "SERVICE") changed = withOption(changed, "HTTP_Listen", "127.0.0.1") as typeof changed;
  if (optionOf(section, "Name") === "cloudwatch_logs" && !speaksOnlyTo443(engineVersion)) {
    changed = withOption(changed, "port", String(host.port)) as typeof changed;
    changed = withOption(changed, "tls.ca_file", host.caFile) as typeof changed;
  }
  return changed;
}

function moved(value: string, { logs, state }: Host): string {
  if (value.startsWith("/var/log/")) return value.replace("/var/log", logs);
  return value.startsWith("/var/lib/shelltrail") ? value.replace("/var/lib/shelltrail", state) : value;
}
