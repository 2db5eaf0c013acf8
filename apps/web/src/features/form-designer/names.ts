import { useMemo } from "react";
import type { Nameable } from "@/core/form-model/design/expression";
import { splitRef } from "@/core/form-model/design/place";
import { type FieldSpec, type FormSpec, fieldOf, rowFields } from "@/core/form-model/spec";
import { currentLocale } from "@/i18n";
import { inLocale } from "@/ui/localised";
import { useDesign } from "./context";

/** The fields that an expression of the form may name; within rows those of the row hide those around them. */
export function nameables(spec: FormSpec, holder: FieldSpec | undefined, except?: string): Nameable[] {
  const named = (field: FieldSpec): Nameable => ({
    key: field.key,
    label: inLocale(field.label, currentLocale()),
    ...(field.type.kind === "subform" ? { rows: rowFields(field).map(named) } : {}),
  });
  const rows = holder ? rowFields(holder) : [];
  const hidden = new Set(rows.map((field) => field.key));
  const outer = spec.fields.filter((field) => !hidden.has(field.key) && field.key !== holder?.key);
  return [...rows, ...outer]
    .filter((field) => !(field.key === except && (holder ? rows : spec.fields).includes(field)))
    .map(named);
}

/** The same for the expression of one field of the form that is designed. */
export function useNameables(ref: string): Nameable[] {
  const { spec } = useDesign();
  const { subform, key } = splitRef(ref);
  return useMemo(
    () => nameables(spec, subform === null ? undefined : fieldOf(spec, subform), key),
    [spec, subform, key],
  );
}
