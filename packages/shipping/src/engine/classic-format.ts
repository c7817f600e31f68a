/** A section of Fluent Bit's classic format, such as `[INPUT]`, with its options in their order. */
export interface Section {
  readonly name: string;
  readonly options: readonly (readonly [key: string, value: string])[];
}

/**
 * Reads the classic format. Comments and empty lines go.
 * @throws Error with the line's number where it is neither a section, an option nor a comment
 */
export function parseClassic(text: string): Section[] {
  const sections: { name: string; options: [string, string][] }[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const header = /^\[(\w+)\]$/.exec(line);
    const option = /^(\S+)\s+(.*)$/.exec(line);
    if (header) {
      sections.push({ name: header[1] ?? "", options: [] });
    } else if (option && sections.length > 0) {
      sections.at(-1)?.options.push([option[1] ?? "", option[2] ?? ""]);
    } else {
      throw new Error(`line ${index + 1} of a Fluent Bit configuration is no option: ${line}`);
    }
  }
  return sections;
}

export function printClassic(sections: readonly Section[]): string {
  return sections
    .map(({ name, options }) => `[${name}]\n${options.map(([key, value]) => `    ${key} ${value}\n`).join("")}`)
    .join("\n");
}

/** The section with an option's value replaced, or the option added at its end. Keys are compared as Fluent Bit does: any case. */
export function withOption(section: Section, key: string, value: string): Section {
  const same = ([name]: readonly [string, string]) => name.toLowerCase() === key.toLowerCase();
  const options = section.options.some(same)
    ? section.options.map((option) => (same(option) ? ([option[0], value] as const) : option))
    : [...section.options, [key, value] as const];
  return { ...section, options };
}

/** Value of an option; undefined when the section does not say it. */
export function optionOf(section: Section, key: string): string | undefined {
  return section.options.find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}
