import { type AssigneeRule, branchesOf, type NodeSpec, taskOf } from "@/core/flow-model/spec";
import type { Words } from "../useWords";

/** Whom rules find, one after the other. */
export const people = (rules: AssigneeRule[], { t, rule }: Words): string =>
  rules.map(rule).join(t("listComma")) || t("nobody");

/** Whom a node asks, and how they decide together. */
export function taskSummary(node: NodeSpec, words: Words): string {
  const task = taskOf(node);
  if (!task || task.assignees.length === 0) {
    return words.t("nobody");
  }
  const mode = Object.keys(task.mode ?? { all: {} })[0];
  return words.t("summary", { who: people(task.assignees, words), mode: words.t(`mode.${mode}.short`) });
}

/** How many branches a node has. */
export const branchSummary = (node: NodeSpec, { t }: Words): string =>
  t("branchCount", { count: branchesOf(node).length });
