import type { ListQuestion } from "@/api/queries/records";
import type { Filter } from "@/core/filter/filter";
import { readFilter } from "@/core/filter/rows";
import type { FormSpec, SortSpec, ViewSpec } from "@/core/form-model/spec";
import { fieldOf } from "@/core/form-model/spec";
import { kindOf, widthLimits } from "@/core/view-model/kinds";

/** What the address says of a list; whoever gets the address sees the same list. */
export interface ListSearch {
  view?: string;
  q?: string;
  filter?: Filter;
  sort?: SortSpec[];
  columns?: string[];
  /** Widths of columns in px. */
  widths?: Record<string, number>;
  /** The day around which a calendar stands. */
  day?: string;
  /** What a calendar shows at once; a month where absent. */
  span?: "week";
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
  const widths = readWidths(raw.widths);
  if (widths) {
    search.widths = widths;
  }
  if (typeof raw.day === "string" && /^\d{4}-\d{2}-\d{2}$/.test(raw.day)) {
    search.day = raw.day;
  }
  if (raw.span === "week") {
    search.span = raw.span;
  }
  return search;
}

function readWidths(raw: unknown): Record<string, number> | null {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    return null;
  }
  const { least, most } = widthLimits;
  const good = Object.entries(raw).filter(
    ([key, width]) => isKey(key) && typeof width === "number" && width >= least && width <= most,
  );
  return good.length > 0 ? (Object.fromEntries(good) as Record<string, number>) : null;
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
