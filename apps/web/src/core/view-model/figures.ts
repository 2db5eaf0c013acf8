import type { Filter } from "../filter/filter";
import type { Aggregate, PivotSpec } from "../pivot-model/spec";
import { allOf } from "./view";

/** A figure over records. */
export interface ViewFigure {
  field: string;
  agg: Aggregate;
}

/** The pivot that has these figures over all records that fit. */
export function figuresPivot(
  form: string,
  figures: ViewFigure[],
  filters: (Filter | null | undefined)[],
  rows: string[] = [],
): PivotSpec {
  return {
    form,
    rows: rows.map((field) => ({ field })),
    columns: [],
    measures: [
      ...figures.map(({ agg, field }, at) => ({ key: `f${at}`, agg, field })),
      { key: "n", agg: "count" as const },
    ],
    filter: allOf(...filters) ?? null,
    totals: { grand: false },
  };
}
