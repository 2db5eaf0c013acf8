import { Input } from "antd";
import type { Json } from "@/api/types";
import { type Assigned, isLiteral } from "@/core/form-model/assigned";
import type { FieldSpec } from "@/core/form-model/spec";
import { asWritten } from "@/core/form-runtime/path";
import styles from "./AssignedInput.module.css";
import type { Place } from "./contract";
import { kindUi } from "./index";

interface Props {
  id: string;
  field: FieldSpec;
  label: string;
  assigned: Assigned;
  place: Place;
  onChange: (assigned: Assigned) => void;
}

/** What a field gets by a definition: the input of its kind, or the expression that computes it. */
export function AssignedInput({ id, field, label, assigned, place, onChange }: Props) {
  const { kind, settings } = field.type;
  const Edit = kindUi(kind).Edit;
  return isLiteral(assigned) ? (
    <Edit
      id={id}
      path={field.key}
      value={assigned.value}
      settings={settings}
      label={label}
      disabled={false}
      place={place}
      onBlur={() => undefined}
      onChange={(value: Json) => onChange({ value: asWritten(value) })}
    />
  ) : (
    <Input
      id={id}
      aria-label={label}
      className={styles.code}
      value={assigned.expr}
      placeholder="today()"
      onChange={(event) => onChange({ expr: event.target.value })}
    />
  );
}
