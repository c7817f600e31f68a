/** Rows as columns of text under their keys, left-aligned, with two spaces between; empty without rows. */
export function formatTable(rows: readonly Readonly<Record<string, string | number | boolean>>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [
    columns.map((column) => column.toUpperCase()),
    ...rows.map((row) => columns.map((column) => cell(row[column]))),
  ];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  return lines
    .map(
      (line) =>
        `${line
          .map((text, index) => text.padEnd(widths[index] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .filter((line) => line !== "\n")
    .join("");
}

function cell(value: string | number | boolean | undefined): string {
  return typeof value === "boolean" ? (value ? "yes" : "") : String(value ?? "");
}
