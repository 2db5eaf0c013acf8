import { Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { splitRef } from "@/core/form-model/design/place";
import { type FieldSpec, fieldOf, rowFields } from "@/core/form-model/spec";
import { useLocalised } from "@/ui/localised";
import { PropertyRow } from "@/ui/PropertyRow";
import { useDesign } from "./context";
import styles from "./Properties.module.css";

interface Props {
  field: FieldSpec;
  fieldRef: string;
  onChange: (formula: string | null) => void;
}

/** Kinds that no formula computes. */
const never = new Set(["lookup", "rollup", "autonum", "subform", "signature", "file", "files", "image", "images"]);

/** The expression that computes a field, with the fields that it may name. */
export function ExpressionInput({ field, fieldRef, onChange }: Props) {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const { spec } = useDesign();
  if (never.has(field.type.kind)) {
    return null;
  }
  const { subform } = splitRef(fieldRef);
  const holder = subform === null ? undefined : fieldOf(spec, subform);
  const around = (holder ? rowFields(holder) : spec.fields).filter((other) => other.key !== field.key);
  return (
    <PropertyRow label={t("field.formula")} help={t("field.formulaHelp")}>
      {(id) => (
        <>
          <Input.TextArea
            id={id}
            className={styles.code}
            autoSize={{ minRows: 1, maxRows: 6 }}
            value={field.formula ?? ""}
            placeholder="quantity * price"
            onChange={(event) => onChange(event.target.value || null)}
          />
          <Select
            size="small"
            showSearch={{ optionFilterProp: "label" }}
            value={null}
            placeholder={t("field.insert")}
            aria-label={t("field.insert")}
            options={around.map((other) => ({ value: other.key, label: `${localised(other.label)} (${other.key})` }))}
            onChange={(key: string | null) =>
              key && onChange(`${field.formula ?? ""}${field.formula ? " " : ""}${key}`)
            }
          />
        </>
      )}
    </PropertyRow>
  );
}
