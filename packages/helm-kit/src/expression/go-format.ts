/** Text as Go writes it, where our own rendering must agree with Helm's to the letter. */

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  '"': '\\"',
  "\\": "\\\\",
};

/**
 * Go's `strconv.Quote`, which sprig's `quote` prints: its escapes are a subset of YAML's double-quoted ones, so the
 * result is also a YAML scalar. Printable is what Go's `unicode.IsPrint` says: letters, marks, numbers, punctuation,
 * symbols and the ASCII space.
 */
export function goQuote(text: string): string {
  let quoted = '"';
  for (const character of text) {
    const short = SHORT_ESCAPES[character];
    if (short !== undefined) quoted += short;
    else if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)) quoted += character;
    else quoted += escapedCodePoint(character.codePointAt(0) as number);
  }
  return `${quoted}"`;
}

function escapedCodePoint(codePoint: number): string {
  if (codePoint < 0x80) return `\\x${codePoint.toString(16).padStart(2, "0")}`;
  if (codePoint < 0x10000) return `\\u${codePoint.toString(16).padStart(4, "0")}`;
  return `\\U${codePoint.toString(16).padStart(8, "0")}`;
}

/**
 * Go's `json.Marshal`, which sprig's `toJson` prints: keys sorted by their UTF-8 bytes, no spaces, `<`, `>`, `&`,
 * U+2028 and U+2029 escaped, other control characters as `\u00XX`.
 */
export function goJson(json: unknown): string {
  if (Array.isArray(json)) return `[${json.map(goJson).join(",")}]`;
  if (typeof json === "object" && json !== null) {
    const entries = Object.entries(json).sort(([a], [b]) => compareUtf8(a, b));
    return `{${entries.map(([key, held]) => `${goJson(key)}:${goJson(held)}`).join(",")}}`;
  }
  if (json === undefined) return "null";
  return JSON.stringify(json).replace(/[<>&\u2028\u2029\x7f]/g, (character) =>
    character === "\x7f" ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Order of Go's sort of strings: by bytes, which for UTF-8 is by code points. */
export function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
