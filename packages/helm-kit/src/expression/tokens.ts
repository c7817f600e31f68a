/**
 * cdk8s carries strings, numbers and plain objects only. A node of ours therefore travels through it as a string of
 * private-use characters, in a value or in a key, and is swapped back after `toJson()`.
 */
const OPEN = "\uE000";
const CLOSE = "\uE001";
const TOKEN = /\uE000(\d+)\uE001/;

const carried: object[] = [];
const tokens = new WeakMap<object, string>();

/** The string that stands for `node`; the same node always gets the same string. */
export function tokenFor(node: object): string {
  let token = tokens.get(node);
  if (token === undefined) {
    token = `${OPEN}${carried.push(node) - 1}${CLOSE}`;
    tokens.set(node, token);
  }
  return token;
}

/** Splits a string into its literal pieces and the nodes its tokens stand for, in order; empty pieces are left out. */
export function splitTokens(text: string): (string | object)[] {
  if (!text.includes(OPEN)) return text === "" ? [] : [text];
  return text
    .split(new RegExp(TOKEN, "g"))
    .map((piece, index) => (index % 2 === 0 ? piece : (carried[Number(piece)] ?? `${OPEN}${piece}${CLOSE}`)))
    .filter((piece) => piece !== "");
}
