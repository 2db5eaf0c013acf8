import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { CellPlace } from "@/api/queries/reports";
import type { Json } from "@/api/types";
import type { FormSpec } from "@/core/form-model/spec";
import { formatNumber } from "@/core/pivot-model/format";
import type { AxisEntry, PivotRow, PivotSpec, PivotTable, ReportSpec } from "@/core/pivot-model/spec";
import { cellIndex, headLines, repeats } from "@/core/pivot-model/table";
import { currentLocale } from "@/i18n";
import styles from "./Reports.module.css";
import { useWords } from "./words";

interface Props {
  table: PivotTable;
  pivot: PivotSpec;
  form: FormSpec | undefined;
  format: ReportSpec["format"];
  /** Goes to the records behind a cell; absent where that cannot be done. */
  onDrill?: (cell: CellPlace) => void;
}

const rowHeight = 36;
/** So many rows are drawn whole; of more only those that are seen. */
const wholeUpTo = 200;

/** A pivot as a table that can be read row by row and cell by cell. */
export function PivotGrid({ table, pivot, form, format, onDrill }: Props) {
  const { t } = useTranslation("reports");
  const words = useWords(form, pivot);
  const frame = useRef<HTMLElement>(null);
  const long = table.rows.length > wholeUpTo;
  const virtual = useVirtualizer({
    count: table.rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: long,
  });
  const seen = long ? virtual.getVirtualItems().map((item) => item.index) : table.rows.map((_, at) => at);
  const above = (seen[0] ?? 0) * rowHeight;
  const below = (table.rows.length - 1 - (seen.at(-1) ?? table.rows.length - 1)) * rowHeight;
  const levels = Math.max(pivot.rows.length, 1);
  const span = levels + table.columns.length * table.measures.length;
  const total = (kind: AxisEntry["kind"]) => t(kind === "grand" ? "total" : "subtotal");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.grid} ref={frame} tabIndex={0} aria-label={t("table")}>
      <table aria-rowcount={table.rows.length}>
        <thead>
          {headLines(table.columns, pivot.columns.length, table.measures.length).map((line, level) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of the head have no key but their place
            <tr key={level}>
              {level === 0 ? <td colSpan={levels} rowSpan={pivot.columns.length} /> : null}
              {line.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells of the head have no key but their place
                <th key={at} scope="colgroup" colSpan={cell.span}>
                  {cell.kind === "group"
                    ? words.axisKey(cell.key ?? null, pivot.columns[level]?.field)
                    : total(cell.kind)}
                </th>
              ))}
            </tr>
          ))}
          <tr>
            {pivot.rows.map((dimension) => (
              <th key={dimension.field} scope="col" className={styles.rowHead}>
                {words.label(dimension.field)}
              </th>
            ))}
            {pivot.rows.length === 0 ? <td /> : null}
            {table.columns.flatMap((_, column) =>
              table.measures.map((measure) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have no key but their place
                <th key={`${column} ${measure}`} scope="col" className={styles.figure}>
                  {words.measure(measure)}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {above > 0 ? (
            <tr>
              <td colSpan={span} style={{ height: above, padding: 0 }} />
            </tr>
          ) : null}
          {seen.map((at) => {
            const row = table.rows[at];
            return row ? (
              <tr key={at} data-kind={row.kind} aria-rowindex={at + 1}>
                <RowHead table={table} at={at} row={row} levels={levels} pivot={pivot} words={words} total={total} />
                <Cells table={table} at={at} row={row} format={format} onDrill={onDrill} />
              </tr>
            ) : null;
          })}
          {below > 0 ? (
            <tr>
              <td colSpan={span} style={{ height: below, padding: 0 }} />
            </tr>
          ) : null}
        </tbody>
      </table>
    </section>
  );
}

interface RowHeadProps {
  table: PivotTable;
  at: number;
  row: PivotRow;
  levels: number;
  pivot: PivotSpec;
  words: ReturnType<typeof useWords>;
  total: (kind: AxisEntry["kind"]) => string;
}

function RowHead({ table, at, row, levels, pivot, words, total }: RowHeadProps) {
  if (row.kind === "grand" || row.keys.length === 0) {
    return (
      <th scope="row" colSpan={levels} className={styles.rowHead}>
        {total("grand")}
      </th>
    );
  }
  const heads = row.keys.map((key, level) => {
    const again = row.kind === "group" && level < row.keys.length - 1 && repeats(table.rows, at, level);
    return (
      <th
        // biome-ignore lint/suspicious/noArrayIndexKey: the levels of a row have no key but their place
        key={level}
        scope="row"
        className={styles.rowHead}
        data-again={again ? "" : undefined}
      >
        {words.axisKey(key, pivot.rows[level]?.field)}
      </th>
    );
  });
  const rest = levels - row.keys.length;
  return (
    <>
      {heads}
      {rest > 0 ? (
        <th scope="row" colSpan={rest} className={styles.rowHead}>
          {total(row.kind)}
        </th>
      ) : null}
    </>
  );
}

interface CellsProps {
  table: PivotTable;
  at: number;
  row: PivotRow;
  format: ReportSpec["format"];
  onDrill?: (cell: CellPlace) => void;
}

function Cells({ table, at, row, format, onDrill }: CellsProps) {
  return table.columns.flatMap((column, c) =>
    table.measures.map((measure, m) => {
      const value: Json = table.cells[at]?.[cellIndex(table, c, m)] ?? null;
      const text =
        typeof value === "string" || typeof value === "number"
          ? formatNumber(value, format?.[measure], currentLocale())
          : "";
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: cells have no key but their place
        <td key={`${c} ${measure}`} className={styles.figure} data-kind={column.kind}>
          {onDrill && text !== "" ? (
            <button type="button" onClick={() => onDrill({ rows: row.keys, columns: column.keys, measure })}>
              {text}
            </button>
          ) : (
            text
          )}
        </td>
      );
    }),
  );
}
