import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { appRolesQuery } from "@/api/queries/admin";
import { peopleQuery } from "@/api/queries/flow";
import { nodeOf } from "@/core/flow-model/edit";
import { type AssigneeRule, branchesOf, type NodeSpec, taskOf } from "@/core/flow-model/spec";
import { useLocalised } from "@/ui/localised";
import { useFlow } from "./context";

/** Says in a few words whom a rule finds. */
export function useRuleText(): (rule: AssigneeRule) => string {
  const { t } = useTranslation("flow");
  const localised = useLocalised();
  const { app, spec, fields } = useFlow();
  const roles = useQuery({ ...appRolesQuery(app.key), retry: false }).data ?? [];
  const people = useQuery({ ...peopleQuery, retry: false }).data ?? [];
  const person = (id: string) => people.find((one) => one.id === id || one.username === id)?.name ?? id;
  const field = (key: string) => localised(fields.find((one) => one.key === key)?.label) || key;
  return (rule) => {
    if ("user" in rule) {
      return person(rule.user);
    }
    if ("users" in rule) {
      return rule.users.map(person).join(t("listComma"));
    }
    if ("role" in rule) {
      return t("rule.role", { name: localised(roles.find((role) => role.key === rule.role)?.name) || rule.role });
    }
    if ("dept_leader" in rule || "manager" in rule) {
      const [word, leader] = "dept_leader" in rule ? ["dept_leader", rule.dept_leader] : ["manager", rule.manager];
      const level = leader === true ? 1 : leader.level;
      return level > 1 ? t(`rule.${word}Level`, { level }) : t(`rule.${word}`);
    }
    if ("leaders" in rule) {
      return t("rule.leaders");
    }
    if ("field" in rule) {
      return t("rule.field", { name: field(rule.field) });
    }
    if ("dept_head" in rule) {
      return t("rule.dept_head", { name: field(rule.dept_head) });
    }
    if ("param" in rule) {
      return t("rule.param", { name: rule.param });
    }
    if ("node_approver" in rule) {
      return t("rule.node_approver", { name: localised(nodeOf(spec, rule.node_approver)?.name) || rule.node_approver });
    }
    const who = "initiator" in rule ? "initiator" : "initiator_picks";
    return t(`rule.${who}`);
  };
}

/** What a node does, in a line. */
export function useSummary(): (node: NodeSpec) => string {
  const { t } = useTranslation("flow");
  const ruleText = useRuleText();
  return (node) => {
    const task = taskOf(node);
    const rules =
      task?.assignees ?? (node.kind === "cc" ? ((node.settings.to as AssigneeRule[] | undefined) ?? []) : null);
    if (rules) {
      const who = rules.map(ruleText).join(t("listComma"));
      const mode = task && rules.length > 0 ? Object.keys(task.mode ?? { all: {} })[0] : null;
      return who === "" ? t("nobody") : mode ? t("summary", { who, mode: t(`mode.${mode}.short`) }) : who;
    }
    const branches = branchesOf(node);
    if (branches.length > 0) {
      return t("branchCount", { count: branches.length });
    }
    return node.kind === "end" ? t(`result.${String(node.settings.result ?? "approved")}`) : "";
  };
}
