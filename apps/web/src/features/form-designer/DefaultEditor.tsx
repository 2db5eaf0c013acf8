import { Input, Segmented } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "@/api/types";
import type { FieldSpec } from "@/core/form-model/spec";
import { asWritten } from "@/core/form-runtime/path";
import { kindUi } from "@/fields/index";
import { useDesign } from "./context";
import styles from "./Properties.module.css";

interface Props {
  field: FieldSpec;
  onChange: (edit: Partial<FieldSpec>) => void;
}

/** Kinds whose new records begin with nothing. */
const without = new Set(["subform", "signature", "file", "files", "image", "images", "richtext", "json"]);

/** What a new record begins with: nothing, a value, or the result of an expression. */
export function DefaultEditor({ field, onChange }: Props) {
  const { t } = useTranslation("designer");
  const { app, spec } = useDesign();
  const id = useId();
  const { kind, settings } = field.type;
  if (without.has(kind)) {
    return null;
  }
  const value = field.default;
  const mode = !value ? "none" : "expr" in value ? "expr" : "value";
  const Edit = kindUi(kind).Edit;
  const pick = (next: "none" | "value" | "expr") =>
    onChange({ default: next === "none" ? null : next === "expr" ? { expr: "" } : { value: null } });
  return (
    <div className={styles.row}>
      <label htmlFor={id}>{t("field.default")}</label>
      <Segmented
        block
        size="small"
        value={mode}
        options={(["none", "value", "expr"] as const).map((key) => ({ value: key, label: t(`default.${key}`) }))}
        onChange={pick}
      />
      {value && "value" in value ? (
        <Edit
          id={id}
          path={field.key}
          value={value.value}
          settings={settings}
          label={t("field.default")}
          disabled={false}
          place={{ app: app.key, form: spec.key }}
          onBlur={() => undefined}
          onChange={(next: Json) => onChange({ default: { value: asWritten(next) } })}
        />
      ) : null}
      {value && "expr" in value ? (
        <Input
          id={id}
          className={styles.code}
          value={value.expr}
          placeholder="today()"
          onChange={(event) => onChange({ default: { expr: event.target.value } })}
        />
      ) : null}
    </div>
  );
}
