import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { type FormSpec, fieldOf } from "@/core/form-model/spec";
import { type Group, groupFields, groupParts } from "@/core/view-model/groups";
import { useLocalised } from "@/ui/localised";
import styles from "./panels.module.css";

interface Props {
  spec: FormSpec;
  group: Group | null;
  onChange: (group: Group | null) => void;
}

/** By which field the records stand together, and dates by which of their parts. */
export function GroupPanel({ spec, group, onChange }: Props) {
  const { t } = useTranslation("records");
  const localised = useLocalised();
  const isDate = (key: string | undefined) => key !== undefined && fieldOf(spec, key)?.type.kind === "date";
  return (
    <div className={styles.lines}>
      <Select
        aria-label={t("list.groupField")}
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        placeholder={t("list.groupNone")}
        value={group?.field}
        options={groupFields(spec).map((field) => ({ value: field.key, label: localised(field.label) }))}
        onChange={(field: string | undefined) =>
          onChange(field ? { field, group: isDate(field) ? "month" : undefined } : null)
        }
      />
      {group && isDate(group.field) ? (
        <Select
          aria-label={t("list.groupPart")}
          value={group.group ?? "month"}
          options={groupParts.map((value) => ({ value, label: t(`list.part.${value}`) }))}
          onChange={(part) => onChange({ ...group, group: part })}
        />
      ) : null}
    </div>
  );
}
