import type { ListQuestion } from "@/api/queries/records";
import type { Filter } from "@/core/filter/filter";
import { readFilter } from "@/core/filter/rows";
import type { FormSpec, SortSpec, ViewSpec } from "@/core/form-model/spec";
import { fieldOf } from "@/core/form-model/spec";

/** What the address says of a list; whoever gets the address sees the same list. */
export interface ListSearch {
  view?: string;
  q?: string;
  filter?: Filter;
  sort?: SortSpec[];
  columns?: string[];
}

const keyPattern = /^[a-z0-9_.]{1,120}$/;
const isKey = (raw: unknown): raw is string => typeof raw === "string" && keyPattern.test(raw);

/** Reads an address; whatever is not understood is left out. */
export function readListSearch(raw: Record<string, unknown>): ListSearch {
  const search: ListSearch = {};
  if (isKey(raw.view)) {
    search.view = raw.view;
  }
  if (typeof raw.q === "string" || typeof raw.q === "number") {
    search.q = String(raw.q).slice(0, 200);
  }
  const filter = readFilter(raw.filter);
  if (filter) {
    search.filter = filter;
  }
  if (Array.isArray(raw.sort)) {
    search.sort = raw.sort.flatMap((item: unknown) => readSort(item));
  }
  if (Array.isArray(raw.columns) && raw.columns.every(isKey)) {
    search.columns = raw.columns;
  }
  return search;
}

function readSort(raw: unknown): SortSpec[] {
  if (typeof raw !== "object" || raw === null) {
    return [];
  }
  const { field, desc } = raw as { field?: unknown; desc?: unknown };
  return isKey(field) ? [desc === true ? { field, desc: true } : { field }] : [];
}

const defaultColumns = 8;
const neverColumns = new Set(["subform", "querylist", "button", "json", "richtext", "signature"]);

/** The view of the address, else the first. */
export function chosenView(spec: FormSpec, search: ListSearch): ViewSpec | undefined {
  return spec.views?.find((view) => view.key === search.view) ?? spec.views?.[0];
}

/** The columns to show: those of the address, of the view, else the first fields of the form. */
export function shownColumns(spec: FormSpec, search: ListSearch, hasWorkflow: boolean): string[] {
  const settings = chosenView(spec, search)?.show.settings;
  const wanted =
    search.columns ?? settings?.columns ?? (Array.isArray(settings?.card) ? (settings.card as string[]) : []);
  const known = wanted.filter((key) => key.startsWith("_") || key.includes(".") || fieldOf(spec, key));
  if (known.length > 0) {
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
