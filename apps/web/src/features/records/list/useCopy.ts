import { useTranslation } from "react-i18next";
import { columnValue } from "@/core/form-model/system";
import { tsv } from "@/core/view-model/tsv";
import { grouped } from "@/fields/_shared/text";
import { fieldText } from "@/fields/texts";
import { currentLocale } from "@/i18n";
import { tell } from "@/ui/feedback";
import { useLocalised } from "@/ui/localised";
import type { Selection } from "./selection";
import { columnField, type List } from "./useList";

/** Copies the chosen rows with the columns that are shown, as a spreadsheet takes them. */
export function useCopy({ spec, columns, records }: List, selection: Selection) {
  const { t } = useTranslation("changes");
  const localised = useLocalised();
  return async () => {
    const fields = columns.map((key) => columnField(spec, key));
    const chosen = records.filter((record) => selection.chosen.has(record.id));
    const rows = chosen.map((record) =>
      fields.map((field) => fieldText(field, columnValue(record, field.key), currentLocale(), record.values)),
    );
    try {
      await navigator.clipboard.writeText(tsv([fields.map((field) => localised(field.label)), ...rows]));
      tell.success(t("select.copied", { shown: grouped(chosen.length) }));
    } catch {
      tell.error(t("select.notCopied"));
    }
  };
}
