import { type ExpressionNode, typeOf } from "../expression/expression.ts";
import type { Member, Tree } from "./tree.ts";

/** What a block scalar cannot hold as it is: YAML 1.1 takes some for line breaks, and refuses the others. */
const NOT_PLAIN = /[^\n\t\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Checks a text that stands bare in a block scalar.
 * @param where how the message names it
 * @throws Error that names the character
 */
export function checkPlain(text: string, where: string): void {
  const found = NOT_PLAIN.exec(text)?.[0];
  if (found === undefined) return;
  const code = (found.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0");
  throw new Error(`${where} holds U+${code}, which YAML cannot carry bare`);
}

/** Checks the literal text of one line of a text file. @throws Error that quotes the line */
export function checkPlainLine(line: Tree): void {
  const nodes: readonly ExpressionNode[] =
    line.kind === "leaf" ? (line.node.kind === "concat" ? line.node.parts : [line.node]) : [];
  const literals = nodes.flatMap((node) => (node.kind === "literal" ? [String(node.literal)] : []));
  for (const text of line.kind === "scalar" ? [String(line.scalar)] : literals) {
    if (text.includes("\n")) throw new Error(`${JSON.stringify(text)} is more than one line of a text file`);
    checkPlain(text, `The line ${JSON.stringify(text)}`);
  }
}

/**
 * The header of a block scalar that holds these lines. YAML guesses the indentation from the first line, so it has to be
 * told where that may start with white space.
 */
export function blockHeader(lines: readonly Member<Tree>[], step: number): string {
  return startsAtMargin(lines) ? "|" : `|${step}`;
}

function startsAtMargin(lines: readonly Member<Tree>[]): boolean {
  const [first, ...rest] = lines;
  switch (first?.kind) {
    case undefined:
      return true;
    case "scalar":
      return first.scalar === "" ? startsAtMargin(rest) : /^\S/.test(String(first.scalar));
    case "leaf":
      return textStartsAtMargin(first.node);
    case "when":
      return startsAtMargin([...first.body, ...rest]) && startsAtMargin([...first.otherwise, ...rest]);
    case "forEach":
      return startsAtMargin([...first.body, ...rest]) && startsAtMargin(rest);
    default:
      return true;
  }
}

function textStartsAtMargin(node: ExpressionNode): boolean {
  if (node.kind === "concat") return textStartsAtMargin(node.parts[0] as ExpressionNode);
  return node.kind === "literal" ? /^\S/.test(String(node.literal)) : typeOf(node) !== "text";
}
