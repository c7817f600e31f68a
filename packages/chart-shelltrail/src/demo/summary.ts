import type { PrintedObject } from "./helm-output.ts";

/** Every container image among the objects, once. */
export function imagesOf(objects: readonly PrintedObject[]): string[] {
  const found = new Set<string>();
  const walk = (held: unknown): void => {
    if (Array.isArray(held)) held.forEach(walk);
    else if (typeof held === "object" && held !== null) {
      for (const [key, inner] of Object.entries(held)) {
        if (key === "image" && typeof inner === "string") found.add(inner);
        else walk(inner);
      }
    }
  };
  walk(objects.map(({ object }) => object));
  return [...found].sort();
}

/** Which AWS identity Fluent Bit gets, as the rendered objects show it. */
export function identityOf(objects: readonly PrintedObject[]): string {
  const text = JSON.stringify(objects);
  const role = /"eks\.amazonaws\.com\/role-arn":"([^"]*)"/.exec(text)?.[1];
  if (role !== undefined) return `irsa ${role}`;
  return /"name":"IDENTITY_TYPE","value":"([^"]*)"/.exec(text)?.[1] ?? "none";
}

/** Rows under their headings, columns as wide as their widest cell; a cell of several lines takes several rows. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.flatMap((row) => (row[column] ?? "").split("\n").map((line) => line.length))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const body = rows.flatMap((row) => {
    const cells = row.map((cell) => cell.split("\n"));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, index) => line(cells.map((lines) => lines[index] ?? "")));
  });
  return [line(headings), line(widths.map((width) => "-".repeat(width))), ...body].join("\n");
}
