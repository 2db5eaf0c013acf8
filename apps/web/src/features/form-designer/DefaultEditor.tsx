import { FunctionOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { hasLiteral, isLiteral } from "@/core/form-model/assigned";
import type { FieldKindName } from "@/core/form-model/kinds";
import type { FieldSpec } from "@/core/form-model/spec";
import { isBlank } from "@/core/form-runtime/path";
import { createFormStore } from "@/core/form-runtime/store";
import { AssignedInput } from "@/fields/AssignedInput";
import { FieldControl } from "@/fields/FieldControl";
import { type FormScope, FormScopeContext } from "@/fields/scope";
import { PropertyRow } from "@/ui/PropertyRow";
import { useDesign } from "./context";
import { ExpressionEditor } from "./ExpressionEditor";
import { pointerOf } from "./issues";
import { useNameables } from "./names";
import styles from "./Properties.module.css";

interface Props {
  field: FieldSpec;
  fieldRef: string;
  onChange: (edit: Partial<FieldSpec>) => void;
}

/** What new records often begin with, besides a value. */
const usual: Partial<Record<FieldKindName, string>> = {
  user: "me()",
  date: "today()",
  datetime: "now()",
};

/** What a new record begins with: a value, or the result of an expression; nothing where both are blank. */
export function DefaultEditor({ field, fieldRef, onChange }: Props) {
  const { t } = useTranslation("designer");
  const { app, spec, issues } = useDesign();
  const names = useNameables(fieldRef);
  // A value that is a record is chosen as in a form, of which nothing is filled in yet.
  const scope = useMemo<FormScope>(
    () => ({ store: createFormStore({}), place: { app: app.key, form: spec.key }, Control: FieldControl }),
    [app.key, spec.key],
  );
  if (!hasLiteral(field)) {
    return null;
  }
  const value = field.default ?? { value: null };
  const computed = !isLiteral(value);
  const common = usual[field.type.kind];
  const at = `${pointerOf(spec, fieldRef)}/default`;
  return (
    <PropertyRow label={t("field.default")}>
      {(id) => (
        <div className={styles.default}>
          <div>
            {isLiteral(value) ? (
              <FormScopeContext value={scope}>
                <AssignedInput
                  id={id}
                  field={field}
                  label={t("field.default")}
                  assigned={value}
                  place={scope.place}
                  onChange={(next) => onChange({ default: isLiteral(next) && isBlank(next.value) ? null : next })}
                />
              </FormScopeContext>
            ) : (
              <ExpressionEditor
                id={id}
                label={t("field.default")}
                value={value.expr}
                names={names}
                placeholder="today()"
                issues={issues.filter((issue) => issue.pointer.startsWith(at))}
                onChange={(expr) => onChange({ default: { expr } })}
              />
            )}
          </div>
          {common && !computed ? (
            <Button size="small" onClick={() => onChange({ default: { expr: common } })}>
              {t(`default.${field.type.kind}`)}
            </Button>
          ) : null}
          <Button
            size="small"
            type={computed ? "primary" : "text"}
            icon={<FunctionOutlined aria-hidden />}
            aria-pressed={computed}
            aria-label={t("default.expr")}
            title={t("default.expr")}
            onClick={() => onChange({ default: computed ? null : { expr: "" } })}
          />
        </div>
      )}
    </PropertyRow>
  );
}
