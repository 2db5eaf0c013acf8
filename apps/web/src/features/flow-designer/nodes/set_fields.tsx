import { DeleteOutlined, EditOutlined } from "@ant-design/icons";
import { Button, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { NodeSpec } from "@/core/flow-model/spec";
import { type Assigned, assignable, isLiteral, withAssigned } from "@/core/form-model/assigned";
import { fieldOf } from "@/core/form-model/spec";
import { AssignedInput } from "@/fields/AssignedInput";
import { useLocalised } from "@/ui/localised";
import { PropertyRow } from "@/ui/PropertyRow";
import { useFlow } from "../context";
import styles from "../Flow.module.css";
import type { NodeKindUi, NodeProps } from "./contract";

type Assignments = Record<string, Assigned>;
const assignmentsOf = (node: NodeSpec) => (node.settings.set as Assignments | undefined) ?? {};

export const setFields: NodeKindUi = {
  icon: EditOutlined,
  Settings,
  summary: (node, { t, field }) => Object.keys(assignmentsOf(node)).map(field).join(t("listComma")) || t("nothingSet"),
};

/** The fields that the flow writes, each with its value or with the expression that computes it. */
function Settings({ node, onChange }: NodeProps) {
  const { t } = useTranslation("flow");
  const localised = useLocalised();
  const { fields } = useFlow();
  const set = assignmentsOf(node);
  const change = (about: string, next: Assignments) => onChange(`set ${about}`, { set: next });
  const free = assignable(fields).filter((field) => !(field.key in set));
  return (
    <>
      {Object.entries(set).map(([key, assigned]) => (
        <Assignment
          key={key}
          name={key}
          assigned={assigned}
          onChange={(next) => change(key, withAssigned(set, key, next))}
        />
      ))}
      <PropertyRow label={t("addAssignment")} help={t("setFieldsHint")}>
        {(id) => (
          <Select
            id={id}
            showSearch={{ optionFilterProp: "label" }}
            value={null}
            placeholder={t("chooseField")}
            options={free.map((field) => ({ value: field.key, label: localised(field.label) || field.key }))}
            onChange={(key: string | null) => key && change(key, withAssigned(set, key, { value: null }))}
          />
        )}
      </PropertyRow>
    </>
  );
}

interface AssignmentProps {
  name: string;
  assigned: Assigned;
  /** `null` takes it away. */
  onChange: (assigned: Assigned | null) => void;
}

function Assignment({ name, assigned, onChange }: AssignmentProps) {
  const { t } = useTranslation("flow");
  const localised = useLocalised();
  const { app, spec, fields } = useFlow();
  const field = fieldOf({ fields }, name);
  const label = localised(field?.label) || name;
  const modes = (["value", "expr"] as const).map((value) => ({ value, label: t(`assign.${value}`) }));
  return (
    <fieldset className={styles.assignment}>
      <legend className="visually-hidden">{label}</legend>
      <div className={styles.assignmentHead}>
        <label htmlFor={`assign-${name}`}>{label}</label>
        <Segmented
          size="small"
          aria-label={t("assign.how", { name: label })}
          value={isLiteral(assigned) ? "value" : "expr"}
          options={modes}
          onChange={(mode) => onChange(mode === "value" ? { value: null } : { expr: "" })}
        />
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined aria-hidden />}
          aria-label={t("assign.remove", { name: label })}
          onClick={() => onChange(null)}
        />
      </div>
      {field ? (
        <AssignedInput
          id={`assign-${name}`}
          field={field}
          label={label}
          assigned={assigned}
          place={{ app: app.key, form: spec.form }}
          onChange={onChange}
        />
      ) : null}
    </fieldset>
  );
}
