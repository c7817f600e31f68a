import { type Condition, type ExpressionNode, type Text, toNode } from "../expression/expression.ts";

/** A combination of values that the schema cannot judge, and what to do about it. */
export interface Guard {
  /** Where the problem is, "global.cluster.region". */
  readonly path: string;
  readonly refuse: Condition;
  /** What is wrong and what to do instead, as the rest of a sentence that starts with the path. */
  readonly message: Text;
}

/** "PATH MESSAGE" as an expression: one sentence that starts with the path. */
export function messageOf(guard: Guard): ExpressionNode {
  return toNode(`${guard.path} ${guard.message}`);
}
