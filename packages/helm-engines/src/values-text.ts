/**
 * Values as the text of a values file that Helm reads back exactly.
 *
 * JSON is not quite YAML: go-yaml takes U+0085, U+2028 and U+2029 for line breaks (an error in a key, folded to a space elsewhere) and
 * refuses control characters that JSON may hold. They are written as escapes.
 */
export function valuesText(values: unknown): string {
  return JSON.stringify(values).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
