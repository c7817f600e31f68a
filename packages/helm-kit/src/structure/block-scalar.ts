import { goQuote } from "../expression/go-format.ts";

/**
 * Lines of a text with line breaks after its key or dash: a block scalar where that reads well, and the same for every
 * YAML reader, else one quoted line.
 * @param below indentation of the text
 * @param literal what the text goes through on its way into a file
 */
export function blockScalar(
  start: string,
  text: string,
  below: string,
  literal: (text: string) => string = (same) => same,
): string[] {
  if (!isBlockText(text)) return [`${start} ${literal(goQuote(text))}`];
  const lines = text.replace(/\n$/, "").split("\n");
  return [`${start} ${text.endsWith("\n") ? "|" : "|-"}`, ...lines.map((line) => line && below + literal(line))];
}

function isBlockText(text: string): boolean {
  return (
    text.includes("\n") &&
    /^[^\s]/.test(text) &&
    !/[ \t]\n|[ \t]$|\n\n$/.test(text) &&
    !/[^\n\x20-\x7e\u00a0-\ud7ff]|[\u2028\u2029]/.test(text)
  );
}
