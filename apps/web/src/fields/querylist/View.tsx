import { bindRecord } from "@/core/filter/bind";
import type { KindSettings } from "@/core/form-model/kinds";
import type { ViewProps } from "../contract";
import { RelatedRecords } from "./RelatedRecords";
import { relatedFilter } from "./related";

export function View({ settings, place, values }: ViewProps<KindSettings["querylist"]>) {
  const bound = settings.filter ? bindRecord(settings.filter, values ?? {}) : null;
  const filter = relatedFilter(settings, place.recordId, bound);
  return settings.form && filter ? (
    <RelatedRecords place={place} form={settings.form} filter={filter} columns={settings.columns ?? []} />
  ) : null;
}
