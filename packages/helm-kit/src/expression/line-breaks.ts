import { type ExpressionNode, type Reference, typeOf } from "./expression.ts";

/**
 * The value through which a line break from a user could get into the text of a node; `undefined` where none can. Helpers
 * are entered: their text is as good as what they read.
 */
export function lineBreakIn(node: ExpressionNode): Reference | undefined {
  switch (node.kind) {
    case "reference":
      return node.multiline && (node.type === "text" || node.type === "list") ? node : undefined;
    case "call":
      // JSON and base64 have none; a boolean or a number is no text.
      if (node.name === "toJson" || node.name === "b64enc" || typeOf(node) !== "text") return undefined;
      return first(node.args);
    case "conditional":
      return first([node.yes, node.no]);
    case "concat":
      return first(node.parts);
    case "include":
      return node.helper.returns === "text" && node.helper.body !== undefined
        ? lineBreakIn(node.helper.body as ExpressionNode)
        : undefined;
    default:
      return undefined;
  }
}

function first(nodes: readonly ExpressionNode[]): Reference | undefined {
  for (const node of nodes) {
    const found = lineBreakIn(node);
    if (found !== undefined) return found;
  }
  return undefined;
}
