import { Alert, Segmented, Skeleton } from "antd";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CellPlace } from "@/api/queries/reports";
import type { FormSpec } from "@/core/form-model/spec";
import type { PivotTable, ReportSpec } from "@/core/pivot-model/spec";
import { seriesOf } from "@/core/pivot-model/table";
import { EmptyState } from "@/ui/EmptyState";
import { type ChartData, isChartKind } from "./chartOption";
import { PivotGrid } from "./PivotGrid";
import styles from "./Reports.module.css";
import { useWords } from "./words";

const Chart = lazy(() => import("./Chart").then((module) => ({ default: module.Chart })));

interface Props {
  report: Pick<ReportSpec, "pivot" | "show" | "format">;
  table: PivotTable;
  form: FormSpec | undefined;
  name: string;
  onDrill?: (cell: CellPlace) => void;
}

/** A report as its chart and its table. */
export function ReportView({ report, table, form, name, onDrill }: Props) {
  const { t } = useTranslation("reports");
  const data = useChartData(report, table, form);
  const [chosen, setChosen] = useState<"chart" | "table">("chart");
  const shown = data ? chosen : "table";
  const empty = table.rows.every((row) => row.kind !== "group");
  return (
    <div className={styles.view}>
      {table.held_back ? <Alert type="info" showIcon title={t("heldBack", { count: table.held_back })} /> : null}
      {data && !empty ? (
        <Segmented
          className={styles.switch}
          value={shown}
          options={(["chart", "table"] as const).map((value) => ({ value, label: t(value) }))}
          onChange={setChosen}
        />
      ) : null}
      {empty && report.pivot.rows.length > 0 ? (
        <EmptyState title={t("empty")} text={t("emptyText")} />
      ) : data && shown === "chart" ? (
        <Suspense fallback={<Skeleton active />}>
          <Chart data={data} label={t("chartOf", { name })} />
        </Suspense>
      ) : (
        <PivotGrid table={table} pivot={report.pivot} form={form} format={report.format} onDrill={onDrill} />
      )}
    </div>
  );
}

/** What the chart of a report draws; `null` where it is drawn as a table. */
function useChartData(report: Props["report"], table: PivotTable, form: FormSpec | undefined): ChartData | null {
  const words = useWords(form, report.pivot);
  const { kind, settings } = report.show;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words follow from the form and the pivot
  return useMemo(() => {
    if (!isChartKind(kind)) {
      return null;
    }
    const wanted = Array.isArray(settings.measures) ? settings.measures : undefined;
    const { rows, series } = seriesOf(table, wanted);
    const { rows: rowFields, columns } = report.pivot;
    return {
      kind,
      categories: rows.map((keys) => keys.map((key, level) => words.axisKey(key, rowFields[level]?.field)).join(" / ")),
      series: series.map(({ column, measure, values }) => ({
        name: [
          ...column.keys.map((key, level) => words.axisKey(key, columns[level]?.field)),
          ...(column.keys.length === 0 || table.measures.length > 1 ? [words.measure(measure)] : []),
        ].join(" · "),
        values,
        format: report.format?.[measure],
      })),
    };
  }, [kind, settings, table, report, form]);
}
