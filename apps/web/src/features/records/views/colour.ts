import type { RecordView } from "@/api/queries/records";
import { fieldOf } from "@/core/form-model/spec";
import { columnValue } from "@/core/form-model/system";
import "./colours.css";
import type { List } from "../list/useList";

/** The colour that the view's colour field gives a record, where it gives one. */
export function colourOf({ spec, view }: Pick<List, "spec" | "view">, record: RecordView): string | null {
  const key = view?.show.settings.colour;
  const field = typeof key === "string" ? fieldOf(spec, key) : undefined;
  if (field?.type.kind !== "select") {
    return null;
  }
  const value = columnValue(record, field.key);
  const option = (field.type.settings.options ?? []).find((known) => known.key === value);
  return option?.colour ?? null;
}
