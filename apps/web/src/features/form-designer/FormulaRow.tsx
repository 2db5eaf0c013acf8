import { useTranslation } from "react-i18next";
import type { FieldSpec } from "@/core/form-model/spec";
import { PropertyRow } from "@/ui/PropertyRow";
import { useDesign } from "./context";
import { ExpressionEditor } from "./ExpressionEditor";
import { pointerOf } from "./issues";
import { useNameables } from "./names";

interface Props {
  field: FieldSpec;
  fieldRef: string;
  onChange: (formula: string | null) => void;
}

/** Kinds that no formula computes. */
const never = new Set(["lookup", "rollup", "autonum", "subform", "signature", "file", "files", "image", "images"]);

/** The expression that computes a field. */
export function FormulaRow({ field, fieldRef, onChange }: Props) {
  const { t } = useTranslation("designer");
  const { spec, issues } = useDesign();
  const names = useNameables(fieldRef);
  if (never.has(field.type.kind)) {
    return null;
  }
  const at = `${pointerOf(spec, fieldRef)}/formula`;
  return (
    <PropertyRow label={t("field.formula")} help={t("field.formulaHelp")}>
      {(id) => (
        <ExpressionEditor
          id={id}
          label={t("field.formula")}
          value={field.formula ?? ""}
          names={names}
          placeholder={t("expression.example")}
          issues={issues.filter((issue) => issue.pointer === at)}
          onChange={(formula) => onChange(formula === "" ? null : formula)}
        />
      )}
    </PropertyRow>
  );
}
