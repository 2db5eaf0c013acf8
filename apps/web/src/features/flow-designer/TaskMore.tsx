import { InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { DueSpec, NodeSpec, TaskSettings } from "@/core/flow-model/spec";
import { PropertyRow } from "@/ui/PropertyRow";
import { AssigneeEditor } from "./AssigneeEditor";
import styles from "./Flow.module.css";

interface Props {
  node: NodeSpec;
  task: TaskSettings;
  onChange: (settings: Partial<TaskSettings>) => void;
}

const units = ["working_days", "days", "hours"] as const satisfies (keyof DueSpec)[];
const reminders = ["-P1D", "-PT4H", "-PT1H", "P1D", "P2D", "P3D"] as const;
const same = ["self_approve", "skip", "to_manager", "to_dept_leader", "deny"] as const;
const acts = ["approve", "reject", "complete", "return", "transfer", "delegate", "add_sign"] as const;

/** Deadlines, who stands in where the initiator would decide, and what must be said along. */
export function TaskMore({ node, task, onChange }: Props) {
  const { t } = useTranslation("flow");
  const unit = units.find((name) => task.due?.[name] !== undefined);
  const offered = acts.filter((act) => act !== (node.kind === "handler" ? "approve" : "complete"));
  return (
    <div className={styles.list}>
      <PropertyRow label={t("due.label")}>
        {(id) => (
          <div style={{ display: "flex", gap: 8 }}>
            <InputNumber
              id={id}
              min={1}
              precision={0}
              style={{ flex: 1 }}
              placeholder={t("due.none")}
              value={unit ? (task.due?.[unit] ?? null) : null}
              onChange={(n) => onChange(n ? { due: { [unit ?? "working_days"]: n } } : { due: null, remind: [] })}
            />
            <Select
              aria-label={t("due.unit")}
              style={{ flex: 1 }}
              value={unit ?? "working_days"}
              options={units.map((value) => ({ value, label: t(`due.${value}`) }))}
              onChange={(next) => unit && onChange({ due: { [next]: task.due?.[unit] } })}
            />
          </div>
        )}
      </PropertyRow>
      {unit ? (
        <PropertyRow label={t("remind.label")}>
          {(id) => (
            <Select
              id={id}
              mode="multiple"
              maxCount={5}
              placeholder={t("remind.none")}
              value={task.remind ?? []}
              options={reminders.map((value) => ({ value: value as string, label: t(`remind.${value}`) }))}
              onChange={(remind) => onChange({ remind })}
            />
          )}
        </PropertyRow>
      ) : null}
      <PropertyRow label={t("same.label")}>
        {(id) => (
          <Select
            id={id}
            allowClear
            placeholder={t("same.inherit")}
            value={task.same ?? undefined}
            options={same.map((value) => ({ value, label: t(`same.${value}`) }))}
            onChange={(value) => onChange({ same: value ?? null })}
          />
        )}
      </PropertyRow>
      {node.kind === "approver" ? (
        <PropertyRow label={t("veto.label")} help={t("veto.help")}>
          {() => (
            <AssigneeEditor
              node={node.key}
              rules={task.veto ?? []}
              add={t("veto.add")}
              onChange={(veto) => onChange({ veto })}
            />
          )}
        </PropertyRow>
      ) : null}
      <PropertyRow label={t("commentOn")}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            value={task.comment_on ?? []}
            options={offered.map((value) => ({ value: value as string, label: t(`act.${value}`) }))}
            onChange={(comment_on) => onChange({ comment_on })}
          />
        )}
      </PropertyRow>
      <PropertyRow label={t("dedup.label")}>
        {(id) => (
          <Select
            id={id}
            value={task.dedup ?? "inherit"}
            options={(["inherit", "off"] as const).map((value) => ({
              value: value as string,
              label: t(`dedup.${value}`),
            }))}
            onChange={(dedup) => onChange({ dedup })}
          />
        )}
      </PropertyRow>
    </div>
  );
}
