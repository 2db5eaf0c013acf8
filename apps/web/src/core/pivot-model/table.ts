import type { Json } from "@/api/types";
import { sameJson } from "../form-runtime/path";
import type { AxisEntry, PivotTable } from "./spec";

/** One cell of the head over the columns. */
export interface HeadCell {
  /** The key at this level; absent in a total. */
  key?: Json;
  kind: AxisEntry["kind"];
  /** How many columns of the table stand below it. */
  span: number;
}

/** The lines of the head, one for each column field; equal neighbours are one cell. */
export function headLines(columns: AxisEntry[], levels: number, measures: number): HeadCell[][] {
  return Array.from({ length: levels }, (_, level) => {
    const cells: (HeadCell & { upto: Json[] })[] = [];
    for (const column of columns) {
      const total = column.kind !== "group" && column.keys.length <= level;
      const upto = column.keys.slice(0, level + 1);
      const last = cells.at(-1);
      if (last && !total && last.kind === "group" && sameJson(last.upto, upto)) {
        last.span += measures;
      } else {
        const kind = total ? column.kind : "group";
        cells.push({ key: total ? undefined : (column.keys[level] ?? null), kind, span: measures, upto });
      }
    }
    return cells.map(({ upto: _, ...cell }) => cell);
  });
}

/** Whether a row repeats the key of the row above at a level, and all before it. */
export function repeats(rows: AxisEntry[], row: number, level: number): boolean {
  const here = rows[row];
  const above = rows[row - 1];
  return (
    here !== undefined &&
    above !== undefined &&
    here.keys.length > level &&
    above.keys.length > level &&
    sameJson(here.keys.slice(0, level + 1), above.keys.slice(0, level + 1))
  );
}

/** The place of a cell in its row: column after column, measure after measure. */
export const cellIndex = (table: PivotTable, column: number, measure: number) =>
  column * table.measures.length + measure;

export interface Series {
  column: AxisEntry;
  measure: string;
  values: (number | null)[];
}

/** What a chart draws: the rows that are no totals, and a series for each column and measure. */
export function seriesOf(table: PivotTable, wanted?: string[]): { rows: Json[][]; series: Series[] } {
  const rows = table.rows.flatMap((row, at) => (row.kind === "group" ? [{ keys: row.keys, at }] : []));
  const series: Series[] = [];
  for (const [n, column] of table.columns.entries()) {
    if (column.kind !== "group") {
      continue;
    }
    for (const [m, measure] of table.measures.entries()) {
      if (wanted && wanted.length > 0 && !wanted.includes(measure)) {
        continue;
      }
      const values = rows.map(({ at }) => {
        const value = table.cells[at]?.[cellIndex(table, n, m)] ?? null;
        return value === null ? null : Number(value);
      });
      series.push({ column, measure, values });
    }
  }
  return { rows: rows.map((row) => row.keys), series };
}
