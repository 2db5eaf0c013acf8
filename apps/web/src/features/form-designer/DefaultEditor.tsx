import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { hasLiteral, isLiteral } from "@/core/form-model/assigned";
import type { FieldSpec } from "@/core/form-model/spec";
import { AssignedInput } from "@/fields/AssignedInput";
import { PropertyRow } from "@/ui/PropertyRow";
import { useDesign } from "./context";

interface Props {
  field: FieldSpec;
  onChange: (edit: Partial<FieldSpec>) => void;
}

/** What a new record begins with: nothing, a value, or the result of an expression. */
export function DefaultEditor({ field, onChange }: Props) {
  const { t } = useTranslation("designer");
  const { app, spec } = useDesign();
  if (!hasLiteral(field)) {
    return null;
  }
  const value = field.default;
  const mode = !value ? "none" : isLiteral(value) ? "value" : "expr";
  const pick = (next: "none" | "value" | "expr") =>
    onChange({ default: next === "none" ? null : next === "expr" ? { expr: "" } : { value: null } });
  return (
    <PropertyRow label={t("field.default")}>
      {(id) => (
        <>
          <Segmented
            block
            size="small"
            value={mode}
            options={(["none", "value", "expr"] as const).map((key) => ({ value: key, label: t(`default.${key}`) }))}
            onChange={pick}
          />
          {value ? (
            <AssignedInput
              id={id}
              field={field}
              label={t("field.default")}
              assigned={value}
              place={{ app: app.key, form: spec.key }}
              onChange={(next) => onChange({ default: next })}
            />
          ) : null}
        </>
      )}
    </PropertyRow>
  );
}
