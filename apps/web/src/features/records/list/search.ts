import type { ListQuestion } from "@/api/queries/records";
import type { FormSpec, ViewSpec } from "@/core/form-model/spec";
import { fieldOf } from "@/core/form-model/spec";
import { kindOf } from "@/core/view-model/kinds";
import type { ListSearch } from "./address";

const defaultColumns = 8;
const neverColumns = new Set(["subform", "querylist", "button", "json", "richtext", "signature"]);

/** The view of the address, else the first. */
export function chosenView<V extends { key: string }>(views: V[], search: ListSearch): V | undefined {
  return views.find((view) => view.key === search.view) ?? views[0];
}

/** The columns to show: those of the address, of the view, else the first fields of the form. */
export function shownColumns(
  spec: FormSpec,
  view: ViewSpec | undefined,
  search: ListSearch,
  hasWorkflow: boolean,
): string[] {
  const settings = view?.show.settings;
  const card = Array.isArray(settings?.card) ? (settings.card as string[]) : undefined;
  const wanted = search.columns ?? settings?.columns ?? card ?? [];
  const known = wanted.filter((key) => key.startsWith("_") || key.includes(".") || fieldOf(spec, key));
  // A card without fields shows what the record is called.
  if (known.length > 0 || (card && kindOf(view) !== "table")) {
    return known;
  }
  const first = spec.fields.filter((field) => !neverColumns.has(field.type.kind)).slice(0, defaultColumns);
  return [...first.map((field) => field.key), ...(hasWorkflow ? ["_flow_state"] : []), "_updated_at"];
}

/** What is asked of the server. */
export function listQuestion(search: ListSearch, view: ViewSpec | undefined, columns: string[]): ListQuestion {
  return {
    view: view?.key,
    search: search.q || undefined,
    filter: search.filter,
    sort: search.sort && search.sort.length > 0 ? search.sort : undefined,
    fields: columns.filter((key) => !key.startsWith("_")),
    limit: 50,
    count: "fast",
  };
}
