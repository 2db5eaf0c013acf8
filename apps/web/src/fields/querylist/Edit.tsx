import { useTranslation } from "react-i18next";
import { bindRecord } from "@/core/filter/bind";
import type { Filter } from "@/core/filter/filter";
import type { KindSettings } from "@/core/form-model/kinds";
import type { EditProps } from "../contract";
import { useFormState } from "../scope";
import { RelatedRecords } from "./RelatedRecords";
import { relatedFilter } from "./related";

/** Shows the records that belong to the one that is open; there is nothing to type. */
export function Edit({ settings, place }: EditProps<KindSettings["querylist"]>) {
  const { t } = useTranslation("fields");
  const bound = useFormState((state) =>
    settings.filter ? JSON.stringify(bindRecord(settings.filter, state.values)) : null,
  );
  const filter = relatedFilter(settings, place.recordId, bound ? (JSON.parse(bound) as Filter) : null);
  if (!settings.form || !filter) {
    return <span style={{ color: "var(--m-text-faint)" }}>{t("querylist.saveFirst")}</span>;
  }
  return <RelatedRecords place={place} form={settings.form} filter={filter} columns={settings.columns ?? []} />;
}
