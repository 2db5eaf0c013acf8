import { queryOptions } from "@tanstack/react-query";
import type { Filter } from "@/core/filter/filter";
import type { AxisKey, PivotSpec, PivotTable, ReportSpec } from "@/core/pivot-model/spec";
import { get, post, put } from "../client";

const reportPath = (app: string, report: string) => `/apps/${app}/reports/${report}`;

export const reportQuery = (app: string, report: string) =>
  queryOptions({
    queryKey: ["reports", app, report],
    staleTime: 60_000,
    queryFn: ({ signal }) => get<ReportSpec>(reportPath(app, report), { signal }),
  });

export const reportTableQuery = (app: string, report: string) =>
  queryOptions({
    queryKey: ["reports", app, report, "table"],
    staleTime: 15_000,
    queryFn: ({ signal }) => post<PivotTable>(`${reportPath(app, report)}/run`, {}, { signal }),
  });

/** A pivot that is not saved. */
export const pivotQuery = (app: string, pivot: PivotSpec) =>
  queryOptions({
    queryKey: ["pivot", app, pivot],
    staleTime: 15_000,
    retry: false,
    queryFn: ({ signal }) => post<PivotTable>(`/apps/${app}/pivot`, pivot, { signal }),
  });

export const saveReport = (app: string, report: ReportSpec) => put<unknown>(reportPath(app, report.key), report);

/** A cell of a report, by its keys. */
export interface CellPlace {
  rows: AxisKey[];
  columns: AxisKey[];
  measure: string;
}

/** Which records stand behind a cell. */
export const drillReport = (app: string, report: string, cell: CellPlace) =>
  post<{ form: string; filter: Filter | null }>(`${reportPath(app, report)}/drill`, cell);
