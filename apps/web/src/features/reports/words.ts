import { useTranslation } from "react-i18next";
import type { Json } from "@/api/types";
import type { FieldSpec, FormSpec } from "@/core/form-model/spec";
import { systemFields } from "@/core/form-model/system";
import { type AxisKey, type MeasureSpec, measureKey, type PivotSpec } from "@/core/pivot-model/spec";
import { fieldText } from "@/fields/texts";
import { currentLocale } from "@/i18n";
import { useLocalised } from "@/ui/localised";

/** The field that a path begins with; of a path through links only the first step is known here. */
export function fieldOfPath(form: FormSpec | undefined, path: string): FieldSpec | undefined {
  const [first = ""] = path.split(".");
  return [...(form?.fields ?? []), ...systemFields].find((field) => field.key === first);
}

/** The words of a pivot: what its groups and numbers are called. */
export function useWords(form: FormSpec | undefined, pivot: PivotSpec) {
  const { t } = useTranslation("reports");
  const localised = useLocalised();
  const label = (path: string): string => {
    const field = fieldOfPath(form, path);
    return field ? localised(field.label) : path;
  };
  const measure = (key: string): string => {
    const spec: MeasureSpec | undefined = pivot.measures.find((one) => measureKey(one) === key);
    if (!spec) {
      return key;
    }
    const own = localised(spec.name);
    if (own || spec.expr) {
      return own || key;
    }
    return spec.field ? t(`of.${spec.agg ?? "count"}`, { name: label(spec.field) }) : t("records");
  };
  const axisKey = (key: AxisKey, path: string | undefined): string => {
    if (key === null) {
      return t("blank");
    }
    const whole = typeof key === "object" && !Array.isArray(key) ? String(key.title ?? key.id ?? "") : "";
    if (whole || path === undefined) {
      return whole || String(key);
    }
    const field = path.includes(".") ? undefined : fieldOfPath(form, path);
    return (field && optionText(field, key)) || String(key);
  };
  return { label, measure, axisKey };
}

/** An option or truth as people read it; other keys read as they are. */
function optionText(field: FieldSpec, key: Json): string {
  const { kind } = field.type;
  const one = kind === "multi" ? { ...field, type: { ...field.type, kind: "select" as const } } : field;
  return ["select", "multi", "bool", "treeselect"].includes(kind)
    ? fieldText(one as FieldSpec, key, currentLocale())
    : "";
}
