import { type Condition, type ExpressionNode, type Text, toNode } from "../expression/expression.ts";

/** A combination of values that the schema cannot judge, and what to do about it. */
export interface Guard {
  /** Where the problem is, "global.cluster.region". */
  readonly path: string;
  readonly refuse: Condition;
  /** What is wrong and what to do instead. */
  readonly message: Text;
}

/** "PATH: MESSAGE" as an expression. */
export function messageOf(guard: Guard): ExpressionNode {
  return toNode(`${guard.path}: ${guard.message}`);
}
