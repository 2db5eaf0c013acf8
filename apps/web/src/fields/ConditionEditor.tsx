import { Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Filter } from "@/core/filter/filter";
import { looksUp } from "@/core/filter/operands";
import { emptyGroup, type FilterGroup, fromFilter, toFilter } from "@/core/filter/rows";
import type { FieldSpec } from "@/core/form-model/spec";
import styles from "./ConditionEditor.module.css";
import type { Place } from "./contract";
import { FilterBuilder } from "./FilterBuilder";
import { FilterText } from "./FilterText";

interface Props {
  label: string;
  value: Filter | null | undefined;
  onChange: (filter: Filter | null) => void;
  fields: FieldSpec[];
  place: Place;
  /** What it means that there is no condition. */
  none: string;
}

/** A condition in words, and the way to change it; one that looks values up is only shown. */
export function ConditionEditor({ label, value, onChange, fields, place, none }: Props) {
  const { t } = useTranslation("filter");
  const group = value ? (looksUp(value) ? null : fromFilter(value)) : emptyGroup;
  const [draft, setDraft] = useState<FilterGroup | null>(null);
  return (
    <div className={styles.condition}>
      <p>{value ? <FilterText filter={value} fields={fields} /> : <span>{none}</span>}</p>
      <div>
        {group ? (
          <Button size="small" aria-label={label} onClick={() => setDraft(group)}>
            {t(value ? "condition.edit" : "condition.set")}
          </Button>
        ) : (
          <Button size="small" aria-label={label} onClick={() => setDraft(emptyGroup)}>
            {t("condition.replace")}
          </Button>
        )}
        {value ? (
          <Button size="small" type="text" onClick={() => onChange(null)}>
            {t("common:act.clear")}
          </Button>
        ) : null}
      </div>
      <Modal
        open={draft !== null}
        width={720}
        title={label}
        okText={t("common:act.confirm")}
        cancelText={t("common:act.cancel")}
        onCancel={() => setDraft(null)}
        onOk={() => {
          onChange(draft ? toFilter(draft) : null);
          setDraft(null);
        }}
      >
        {draft ? <FilterBuilder fields={fields} place={place} group={draft} onChange={setDraft} /> : null}
      </Modal>
    </div>
  );
}
