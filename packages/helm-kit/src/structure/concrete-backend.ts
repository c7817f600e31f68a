import { type Environment, evaluateExpression, textOf } from "../expression/evaluate-expression.ts";
import { typeOf } from "../expression/expression.ts";
import { isTrue } from "../expression/functions.ts";
import { goJson, goQuote } from "../expression/go-format.ts";
import { printerRules } from "../expression/printer-rules.ts";
import type { Backend } from "./print-tree.ts";
import type { Entry, Member, Tree } from "./tree.ts";

/** Writes configuration files with the values at hand: letter for letter what Helm makes of the template. */
export const concreteBackend: Backend<Environment> = {
  leaf(node, env) {
    const held = evaluateExpression(node, env);
    switch (typeOf(node)) {
      case "text":
        return goQuote(String(held));
      case "list":
      case "map":
        return goJson(held);
      default:
        return textOf(node, held);
    }
  },
  inline: (node, env) =>
    (node.kind === "concat" ? node.parts : [node]).map((part) => textOf(part, evaluateExpression(part, env))).join(""),
  literal: (text) => text,
  scalar: (scalar) => printerRules.staticScalar(scalar),
  collection() {
    throw new Error("Configuration files hold lists and maps as JSON");
  },
  file() {
    throw new Error("A file of the chart cannot stand inside a configuration file");
  },
  branch(member, env, _pad, body) {
    const tested = evaluateExpression(member.test, env);
    const taken = isTrue(tested);
    if (member.source !== undefined) env.observe?.({ kind: "branch", node: member.source, taken });
    else if (!taken) for (const hidden of member.body) observeAbsence(hidden, env);
    if (!taken) return body(member.otherwise as never, env);
    const bound = member.binder === undefined ? env.bound : new Map(env.bound).set(member.binder, tested);
    return body(member.body as never, { ...env, bound });
  },
  loop(member, env, _pad, body) {
    const items = (evaluateExpression(member.over, env) ?? []) as unknown[];
    env.observe?.({ kind: "branch", node: member.source, taken: items.length > 0 });
    return items.flatMap((item) =>
      body(member.body as never, { ...env, bound: new Map(env.bound).set(member.item, item) }),
    );
  },
};

/** An entry that is left out because nothing would be left below its key: none of its conditions and loops was taken. */
function observeAbsence(member: Member<Entry> | Member<Tree>, env: Environment): void {
  switch (member.kind) {
    case "when":
    case "forEach":
      env.observe?.({ kind: "branch", node: member.source, taken: false });
      break;
    case "entry":
      observeAbsence(member.held, env);
      break;
    case "map":
      for (const entry of member.entries) observeAbsence(entry, env);
      break;
    case "list":
      for (const item of member.items) observeAbsence(item, env);
      break;
  }
}
