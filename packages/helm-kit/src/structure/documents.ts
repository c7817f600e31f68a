import { tokenFor } from "../expression/tokens.ts";

/** A YAML file inside a ConfigMap: the tree is printed as a file, not as a string. */
export class YamlFile {
  readonly tree: unknown;
  constructor(tree: unknown) {
    this.tree = tree;
  }
}

/** A text file inside a ConfigMap, line by line. */
export class TextFile {
  readonly lines: readonly unknown[];
  constructor(lines: readonly unknown[]) {
    this.lines = lines;
  }
}

/** A file of the chart's files/ folder, byte for byte. */
export class CarriedFile {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
}

export type Document = YamlFile | TextFile | CarriedFile;

/**
 * A YAML configuration file as an entry of a ConfigMap's `data`. Lists and maps from values become one line of JSON,
 * so that both backends write the same text.
 */
export function yamlFile(tree: Readonly<Record<string, unknown>>): string {
  return tokenFor(new YamlFile(tree));
}

/**
 * A text file as an entry of a ConfigMap's `data`; items are lines, `when` and `forEach` may be spread among them.
 * Text from values stands bare in it: it must have a pattern that refuses line breaks.
 */
export function textFile(lines: readonly string[]): string {
  return tokenFor(new TextFile(lines));
}

/** A file of the chart's own files/ folder as an entry of a ConfigMap's `data`. @param path "files/rules.yaml" */
export function carriedFile(path: string): string {
  return tokenFor(new CarriedFile(path));
}
