import type { Filter } from "@/core/filter/filter";
import { readFilter } from "@/core/filter/rows";
import type { SortSpec } from "@/core/form-model/spec";
import type { Zoom } from "@/core/view-model/axis";
import { widthLimits } from "@/core/view-model/kinds";

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
  /** How closely a time chart is drawn. */
  zoom?: Zoom;
  /** The bars of a time chart as a table instead. */
  as?: "table";
  /** How many columns stay in place. */
  pinned?: number;
  /** By what the records stand together: a field, `field:month`, or `-` for nothing. */
  group?: string;
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
  if (raw.zoom === "day" || raw.zoom === "week" || raw.zoom === "month") {
    search.zoom = raw.zoom;
  }
  if (typeof raw.pinned === "number" && raw.pinned >= 1 && raw.pinned <= 8) {
    search.pinned = Math.floor(raw.pinned);
  }
  if (typeof raw.group === "string" && /^(-|[a-z0-9_]{1,40}(:[a-z]{3,7})?)$/.test(raw.group)) {
    search.group = raw.group;
  }
  if (raw.as === "table") {
    search.as = raw.as;
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
