/** A section of a Fluent Bit configuration in the classic format: "[OUTPUT]" and its keys, in lower case. */
export interface ConfSection {
  readonly kind: string;
  readonly keys: ReadonlyMap<string, string>;
}

/**
 * Sections of fluent-bit.conf, as the chart writes it. Fluent Bit takes keys in any case; of a key that comes twice only
 * the last is kept here.
 */
export function confSections(conf: string): ConfSection[] {
  const sections: { kind: string; keys: Map<string, string> }[] = [];
  for (const line of conf.split("\n")) {
    const [, kind] = /^\[(\w+)\]\s*$/.exec(line) ?? [];
    const [, key, value] = /^\s+([^\s#]\S*)\s+(\S.*?)\s*$/.exec(line) ?? [];
    if (kind !== undefined) sections.push({ kind: kind.toUpperCase(), keys: new Map() });
    else if (key !== undefined && value !== undefined) sections.at(-1)?.keys.set(key.toLowerCase(), value);
  }
  return sections;
}
