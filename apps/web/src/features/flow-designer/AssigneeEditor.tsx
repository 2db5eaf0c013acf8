import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Input, InputNumber, Select } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { appRolesQuery } from "@/api/queries/admin";
import { peopleQuery } from "@/api/queries/flow";
import { allNodes } from "@/core/flow-model/edit";
import { type AssigneeKind, type AssigneeRule, ruleKind, taskOf } from "@/core/flow-model/spec";
import type { FieldKindName } from "@/core/form-model/kinds";
import { PersonPicker } from "@/fields/PersonPicker";
import { useLocalised } from "@/ui/localised";
import { useFlow } from "./context";
import styles from "./Flow.module.css";

const kinds: AssigneeKind[] = [
  "users",
  "role",
  "dept_leader",
  "manager",
  "leaders",
  "field",
  "dept_head",
  "node_approver",
  "initiator",
  "initiator_picks",
  "param",
];

interface Props {
  node: string;
  rules: AssigneeRule[];
  onChange: (rules: AssigneeRule[]) => void;
  /** What the way to one more rule is called, where people are not asked by them. */
  add?: string;
}

/** Whom a node asks: rules that add up, in this order. */
export function AssigneeEditor({ node, rules, onChange, add }: Props) {
  const { t } = useTranslation("flow");
  const fresh = useFreshRule(node);
  return (
    <div>
      {rules.map((rule, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule is known by its place only
        <div key={at} className={styles.rule}>
          <Select
            aria-label={t("ruleKind")}
            value={ruleKind(rule)}
            options={kinds.map((kind) => ({ value: kind, label: t(`source.${kind}`) }))}
            onChange={(kind) => onChange(rules.with(at, fresh(kind)))}
          />
          <RuleValue node={node} rule={rule} onChange={(next) => onChange(rules.with(at, next))} />
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t("removeRule")}
            onClick={() => onChange(rules.toSpliced(at, 1))}
          />
        </div>
      ))}
      <Button
        type="dashed"
        size="small"
        icon={<PlusOutlined aria-hidden />}
        onClick={() => onChange([...rules, fresh(rules.length === 0 ? "role" : "users")])}
      >
        {add ?? t("addRule")}
      </Button>
    </div>
  );
}

const peopleKinds: FieldKindName[] = ["user", "users"];
const deptKinds: FieldKindName[] = ["dept", "depts"];

/** What a rule of a kind begins with: the first thing that it could name. */
function useFreshRule(node: string): (kind: AssigneeKind) => AssigneeRule {
  const { app, spec, fields } = useFlow();
  const roles = useQuery({ ...appRolesQuery(app.key), retry: false }).data ?? [];
  const first = (of: FieldKindName[]) => fields.find((field) => of.includes(field.type.kind))?.key;
  return (kind) => {
    switch (kind) {
      case "users":
        return { users: [] };
      case "role":
        return { role: roles[0]?.key ?? "admin" };
      case "dept_leader":
        return { dept_leader: { level: 1 } };
      case "manager":
        return { manager: { level: 1 } };
      case "leaders":
        return { leaders: {} };
      case "field":
        return { field: first(peopleKinds) ?? "_owner" };
      case "dept_head":
        return { dept_head: first(deptKinds) ?? "_dept" };
      case "param":
        return { param: "approver" };
      case "node_approver":
        return { node_approver: allNodes(spec.root).find((one) => one.key !== node && taskOf(one))?.key ?? node };
      case "initiator":
        return { initiator: true };
      case "initiator_picks":
        return { initiator_picks: true };
    }
  };
}

interface ValueProps {
  node: string;
  rule: AssigneeRule;
  onChange: (rule: AssigneeRule) => void;
}

function RuleValue({ node, rule, onChange }: ValueProps) {
  const { t } = useTranslation("flow");
  const localised = useLocalised();
  const id = useId();
  const { app, spec, fields } = useFlow();
  const roles = useQuery({ ...appRolesQuery(app.key), retry: false }).data ?? [];
  if ("user" in rule || "users" in rule) {
    return <People id={id} ids={"user" in rule ? [rule.user] : rule.users} onChange={(users) => onChange({ users })} />;
  }
  if ("role" in rule) {
    return (
      <Select
        aria-label={t("source.role")}
        showSearch={{ optionFilterProp: "label" }}
        value={rule.role}
        options={roles.map((role) => ({ value: role.key, label: localised(role.name) }))}
        onChange={(role) => onChange({ role })}
      />
    );
  }
  if ("dept_leader" in rule || "manager" in rule) {
    const leader = "dept_leader" in rule ? rule.dept_leader : rule.manager;
    const level = leader === true ? 1 : leader.level;
    const rest = leader === true ? {} : leader;
    return (
      <InputNumber
        aria-label={t("level")}
        prefix={t("level")}
        style={{ width: "100%" }}
        min={1}
        max={20}
        precision={0}
        value={level}
        onChange={(next) =>
          onChange(
            "dept_leader" in rule
              ? { dept_leader: { ...rest, level: next ?? 1 } }
              : { manager: { ...rest, level: next ?? 1 } },
          )
        }
      />
    );
  }
  if ("field" in rule || "dept_head" in rule) {
    const [of, value] = "field" in rule ? [peopleKinds, rule.field] : [deptKinds, rule.dept_head];
    const usable = fields.filter((field) => of.includes(field.type.kind));
    return (
      <Select
        aria-label={t("formField")}
        value={value}
        options={usable.map((field) => ({ value: field.key, label: localised(field.label) || field.key }))}
        onChange={(key) => onChange("field" in rule ? { field: key } : { dept_head: key })}
      />
    );
  }
  if ("node_approver" in rule) {
    const nodes = allNodes(spec.root).filter((one) => one.key !== node && taskOf(one));
    return (
      <Select
        aria-label={t("source.node_approver")}
        value={rule.node_approver}
        options={nodes.map((one) => ({ value: one.key, label: localised(one.name) || one.key }))}
        onChange={(key) => onChange({ node_approver: key })}
      />
    );
  }
  if ("param" in rule) {
    return (
      <Input
        aria-label={t("source.param")}
        value={rule.param}
        onChange={(event) => onChange({ param: event.target.value })}
      />
    );
  }
  const hint = "leaders" in rule ? "leaders" : "none";
  return <span className={styles.hint}>{t(`ruleHint.${hint}`)}</span>;
}

/** People by their ids; one that was written by log-in name is found too. */
function People({ id, ids, onChange }: { id: string; ids: string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation("flow");
  const people = useQuery({ ...peopleQuery, retry: false }).data ?? [];
  const named = ids.map((key) => {
    const found = people.find((person) => person.id === key || person.username === key);
    return { id: found?.id ?? key, name: found?.name ?? key };
  });
  return (
    <>
      <label htmlFor={id} className="visually-hidden">
        {t("source.users")}
      </label>
      <PersonPicker
        id={id}
        label={t("source.users")}
        many
        value={named}
        onChange={(next) => onChange(next.map((person) => person.id))}
      />
    </>
  );
}
