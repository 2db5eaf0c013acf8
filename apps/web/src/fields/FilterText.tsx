import { useTranslation } from "react-i18next";
import { type Comparison, type Filter, needsNoValue } from "@/core/filter/filter";
import { operandOf } from "@/core/filter/operands";
import type { FieldSpec } from "@/core/form-model/spec";
import { currentLocale } from "@/i18n";
import { useLocalised } from "@/ui/localised";
import { anyText } from "./_shared/text";
import { fieldText } from "./texts";

interface Props {
  filter: Filter;
  fields: FieldSpec[];
}

/** A filter in words. */
export function FilterText({ filter, fields }: Props) {
  return <>{useFilterText(fields)(filter)}</>;
}

/** Says a filter in words. */
export function useFilterText(fields: FieldSpec[]): (filter: Filter) => string {
  const { t } = useTranslation("filter");
  const localised = useLocalised();
  const value = (line: Comparison): string => {
    const operand = operandOf(line.value);
    if (operand) {
      const other = fields.find((field) => field.key === operand.name);
      return t(`operand.${operand.kind}`, { name: other ? localised(other.label) : operand.name });
    }
    const field = fields.find((item) => item.key === line.field);
    const list = Array.isArray(line.value) ? line.value : [line.value ?? null];
    return list
      .map((item) => (field ? fieldText(field, item, currentLocale()) : "") || anyText(item ?? "", currentLocale()))
      .join(t("listComma"));
  };
  const say = (filter: Filter, inner: boolean): string => {
    if ("and" in filter || "or" in filter) {
      const parts = "and" in filter ? filter.and : filter.or;
      const join = "and" in filter ? "and" : "or";
      const text = parts.map((part) => say(part, true)).join(t(`word.${join}`));
      return inner && parts.length > 1 ? t("word.group", { text }) : text;
    }
    if ("not" in filter) {
      return t("word.not", { text: say(filter.not, true) });
    }
    if ("exists" in filter) {
      return t("word.exists", { form: filter.exists.form });
    }
    const field = fields.find((item) => item.key === filter.field);
    const label = field ? localised(field.label) : filter.field;
    const op = t(`op.${filter.op}`);
    return needsNoValue(filter.op) ? `${label} ${op}` : `${label} ${op} ${value(filter)}`;
  };
  return (filter) => say(filter, false);
}
