import type { I18nText, Json } from "@/api/types";
import type { Filter } from "@/core/filter/filter";

export const dateParts = ["year", "quarter", "month", "week", "day"] as const;
export type DatePart = (typeof dateParts)[number];

export interface DimensionSpec {
  field: string;
  group?: DatePart | { by: "range"; edges: (string | number)[] } | null;
}

export const aggregates = ["count", "sum", "avg", "min", "max", "count_distinct", "median", "first", "last"] as const;
export type Aggregate = (typeof aggregates)[number];

export interface MeasureSpec {
  key?: string | null;
  name?: I18nText | null;
  source?: string | null;
  agg?: Aggregate | null;
  field?: string | null;
  filter?: Filter | null;
  expr?: string | null;
}

/** What a pivot asks. */
export interface PivotSpec {
  form?: string | null;
  sources?: Json[];
  rows: DimensionSpec[];
  columns: DimensionSpec[];
  measures: MeasureSpec[];
  filter?: Filter | null;
  having?: Filter | null;
  sort?: { measure?: string | null; field?: string | null; desc?: boolean }[];
  limit?: number | null;
  totals: { rows?: boolean; columns?: boolean; grand?: boolean };
}

export type NumberFormat = "number" | "integer" | "money" | "compact" | "percent" | "share" | "days";

/** A saved pivot with a name and a way to be drawn. */
export interface ReportSpec {
  version: number;
  key: string;
  name: I18nText;
  description?: I18nText | null;
  pivot: PivotSpec;
  show: { kind: string; settings: { measures?: string[]; [more: string]: Json | undefined } };
  format?: Record<string, NumberFormat>;
}

/** `{id, title}` of a record or person, a text such as `2026-Q2` or an option key, null for blank. */
export type AxisKey = Json;

export interface AxisEntry {
  keys: AxisKey[];
  kind: "group" | "subtotal" | "grand";
}

export interface PivotRow extends AxisEntry {
  depth: number;
}

/** A pivot as it is shown. */
export interface PivotTable {
  rows: PivotRow[];
  columns: AxisEntry[];
  cells: Json[][];
  measures: string[];
  held_back?: number;
  took_ms: number;
}

/** The key that the server gives a measure: its own, else the field and the aggregate. */
export function measureKey(measure: MeasureSpec): string {
  if (measure.key) {
    return measure.key;
  }
  const agg = measure.agg ?? "count";
  const field = measure.field
    ?.split(".")
    .map((step) => step.replace(/^_+|_+$/g, ""))
    .join("_");
  return field ? `${field}_${agg}` : agg;
}
