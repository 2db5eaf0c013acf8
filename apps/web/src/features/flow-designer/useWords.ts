import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { appRolesQuery } from "@/api/queries/admin";
import { peopleQuery } from "@/api/queries/flow";
import type { Filter } from "@/core/filter/filter";
import { nodeOf } from "@/core/flow-model/edit";
import type { AssigneeRule } from "@/core/flow-model/spec";
import { fieldOf } from "@/core/form-model/spec";
import { useFilterText } from "@/fields/FilterText";
import { useLocalised } from "@/ui/localised";
import { useFlow } from "./context";

/** The words in which the drawing speaks of people, fields and conditions. */
export interface Words {
  t: TFunction<"flow">;
  /** Whom a rule finds. */
  rule: (rule: AssigneeRule) => string;
  /** The name of a field. */
  field: (key: string) => string;
  /** The name of a node. */
  node: (key: string) => string;
  /** A condition as a sentence. */
  filter: (filter: Filter) => string;
}

export function useWords(): Words {
  const { t } = useTranslation("flow");
  const localised = useLocalised();
  const { spec, fields } = useFlow();
  const filter = useFilterText(fields);
  const rule = useRuleText();
  return {
    t,
    rule,
    filter,
    field: (key) => localised(fieldOf({ fields }, key)?.label) || key,
    node: (key) => localised(nodeOf(spec, key)?.name) || key,
  };
}

/** Says in a few words whom a rule finds. */
function useRuleText(): (rule: AssigneeRule) => string {
  const { t } = useTranslation("flow");
  const localised = useLocalised();
  const { app, spec, fields } = useFlow();
  const roles = useQuery({ ...appRolesQuery(app.key), retry: false }).data ?? [];
  const people = useQuery({ ...peopleQuery, retry: false }).data ?? [];
  const person = (id: string) => people.find((one) => one.id === id || one.username === id)?.name ?? id;
  const field = (key: string) => localised(fieldOf({ fields }, key)?.label) || key;
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
