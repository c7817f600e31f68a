import { dump } from "js-yaml";
import { blockScalar } from "../structure/block-scalar.ts";
import { commentOf, type ValuesDeclaration } from "./define-values.ts";
import { Field } from "./field.ts";

/** values.yaml with every comment above its key. Groups at the top are set apart by a blank line. */
export function valuesYaml(declaration: ValuesDeclaration): string {
  return `${lines(declaration, "").join("\n").trim()}\n`;
}

function lines(declaration: ValuesDeclaration, pad: string): string[] {
  return Object.entries(declaration).flatMap(([key, held]) => {
    const gap = pad === "" ? [""] : [];
    if (!(held instanceof Field)) {
      return [...gap, ...commented(commentOf(held), pad), `${pad}${scalar(key)}:`, ...lines(held, `${pad}  `)];
    }
    return [...gap, ...commented(fieldComment(held), pad), ...preset(`${pad}${scalar(key)}:`, held, pad)];
  });
}

/** The comment of a field, with what the schema allows where that is a short list. */
export function fieldComment(field: Field<unknown>): string {
  const options = field.constraint.enum as readonly string[] | undefined;
  return options === undefined
    ? field.comment
    : `${field.comment} One of: ${options.map((option) => option || '""').join(", ")}.`;
}

const COMMENT_WIDTH = 118;

function commented(comment: string, pad: string): string[] {
  if (comment === "") return [];
  return comment
    .split("\n")
    .flatMap((paragraph) => wrap(paragraph, COMMENT_WIDTH - pad.length))
    .map((line) => `${pad}# ${line}`.trimEnd());
}

function wrap(paragraph: string, width: number): string[] {
  const wrapped: string[] = [""];
  for (const word of paragraph.split(" ")) {
    const line = wrapped.at(-1) as string;
    if (line !== "" && line.length + 1 + word.length > width) wrapped.push(word);
    else wrapped[wrapped.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return wrapped;
}

function preset(start: string, field: Field<unknown>, pad: string): string[] {
  if (typeof field.preset === "string" && /[\n\r]/.test(field.preset))
    return blockScalar(start, field.preset, `${pad}  `);
  const yaml = dump(field.preset, { lineWidth: -1, noRefs: true, quoteStyle: "double" }).trimEnd();
  const isBlock = typeof field.preset === "object" && field.preset !== null && Object.keys(field.preset).length > 0;
  return isBlock ? [start, ...yaml.split("\n").map((line) => `${pad}  ${line}`)] : [`${start} ${yaml}`];
}

function scalar(key: string): string {
  return dump(key, { lineWidth: -1 }).trimEnd();
}
