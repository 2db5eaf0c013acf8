import { type AssigneeRule, branchesOf, type ModeSpec, type NodeSpec, taskOf } from "@/core/flow-model/spec";
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
  const who = people(task.assignees, words);
  const mode = modeWords(task.mode ?? { all: {} }, words);
  const veto = task.veto?.length ? words.t("vetoBy", { who: people(task.veto, words) }) : "";
  return words.t("summary", { who, mode: [mode, veto].filter(Boolean).join(words.t("listComma")) });
}

/** How people decide together, with the number that must approve. */
function modeWords(mode: ModeSpec, { t }: Words): string {
  const said = (key: string, number: unknown) =>
    typeof number === "number" ? t(`mode.${key}.said`, { n: number }) : t(`mode.${key}.short`);
  if ("ratio" in mode) {
    return said("ratio", mode.ratio.percent);
  }
  if ("count" in mode) {
    return said("count", mode.count.at_least);
  }
  return "per_group" in mode ? said("per_group", mode.per_group.at_least) : t(`mode.${Object.keys(mode)[0]}.short`);
}

/** How many branches a node has. */
export const branchSummary = (node: NodeSpec, { t }: Words): string =>
  t("branchCount", { count: branchesOf(node).length });
