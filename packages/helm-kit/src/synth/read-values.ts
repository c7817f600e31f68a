import { readFileSync } from "node:fs";
import {
  boolYaml11Tag,
  CORE_SCHEMA,
  intCoreTag,
  intYaml11Tag,
  load,
  mergeTag,
  NOT_RESOLVED,
  YAMLException,
} from "js-yaml";
import { isMap, type Values } from "../values/coalesce.ts";

/**
 * Scalars as Helm reads them (sigs.k8s.io/yaml, its resolve.go): `yes` and `on` are booleans and 0755 is octal as in
 * YAML 1.1, but 1:30 and 2026-01-31 are text.
 */
const HELM_SCHEMA = CORE_SCHEMA.withTags(mergeTag, boolYaml11Tag, {
  ...intYaml11Tag,
  resolve(source, isExplicit, tagName) {
    const integer = source.includes(":") ? NOT_RESOLVED : intYaml11Tag.resolve(source, isExplicit, tagName);
    return integer === NOT_RESOLVED ? intCoreTag.resolve(source, isExplicit, tagName) : integer;
  },
});

/**
 * Values files, later ones over earlier ones, as `helm install -f a -f b` reads them.
 * @throws Error with file and line when one is not there or is no YAML map
 */
export function readValues(files: readonly string[]): Values {
  return files.map(readValuesFile).reduce(overlay, {});
}

/** A null stays: it takes a default away when the values are merged with the chart's. */
function overlay(under: Values, over: Values): Values {
  const both = Object.entries(over).map(([key, held]) => {
    const below = Object.hasOwn(under, key) ? under[key] : undefined;
    return [key, isMap(held) && isMap(below) ? overlay(below, held) : held];
  });
  return { ...under, ...Object.fromEntries(both) };
}

function readValuesFile(file: string): Values {
  const text = contentOf(file);
  try {
    const values = text.trim() === "" ? undefined : load(text, { schema: HELM_SCHEMA, filename: file });
    if (values === undefined || values === null) return {};
    if (isMap(values)) return values;
    const kind = Array.isArray(values) ? "a list" : `the ${typeof values} ${JSON.stringify(values)}`;
    throw new Error(`${file}:${firstLine(text)}: values are a map, "key: value", but this is ${kind}`);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    if (/^[\s\uFEFF]*(#.*\s*)*$/.test(text)) return {};
    const line = (error.mark?.line ?? 0) + 1;
    throw new Error(`${file}:${line}: not YAML: ${error.reason}`, { cause: error });
  }
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new Error(`${file}: no such values file: check the path after -f`);
    if (code === "EISDIR") throw new Error(`${file} is a folder: -f takes a values file`);
    throw new Error(`${file}: cannot be read: ${message}`, { cause: error });
  }
}

/** The first line that is not blank, a comment or a document marker. */
function firstLine(text: string): number {
  return text.split("\n").findIndex((line) => !/^(\s*(#.*)?|---\s*)$/.test(line)) + 1;
}
