import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Checkbox, InputNumber, Select, Skeleton } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { publishedQuery } from "@/api/queries/records";
import { pivotQuery } from "@/api/queries/reports";
import type { AppView } from "@/api/types";
import { systemFields } from "@/core/form-model/system";
import type { PivotSpec, ReportSpec } from "@/core/pivot-model/spec";
import { ConditionEditor } from "@/fields/ConditionEditor";
import { EmptyState } from "@/ui/EmptyState";
import { useLocalised } from "@/ui/localised";
import { PageHeader } from "@/ui/PageHeader";
import { ProblemView } from "@/ui/ProblemView";
import { useDebounced } from "@/ui/useDebounced";
import styles from "./Reports.module.css";
import { ReportView } from "./ReportView";
import { SaveReport } from "./SaveReport";
import { DimensionWell, MeasureWell } from "./Wells";

interface Props {
  app: AppView;
  report?: ReportSpec;
}

const kinds = ["pivot", "bar", "line", "area", "pie"] as const;

const blank = (form: string): PivotSpec => ({
  form,
  rows: [],
  columns: [],
  measures: [{ agg: "count" }],
  totals: { rows: true, columns: true, grand: true },
});

/** Puts a report together: which records, grouped how, which numbers; the answer stands beside it at once. */
export function ReportEditor({ app, report }: Props) {
  const { t } = useTranslation("reports");
  const localised = useLocalised();
  const id = useId();
  const readable = app.forms.filter((form) => form.acts.includes("read"));
  const [pivot, setPivot] = useState<PivotSpec>(report?.pivot ?? blank(readable[0]?.key ?? ""));
  const [show, setShow] = useState(report?.show ?? { kind: "pivot", settings: {} });
  const form = useQuery({ ...publishedQuery(app.key, pivot.form ?? ""), enabled: Boolean(pivot.form) }).data?.spec;
  const asked = useDebounced(pivot, 300);
  const table = useQuery({
    ...pivotQuery(app.key, asked),
    enabled: Boolean(asked.form) && asked.measures.length > 0,
    placeholderData: keepPreviousData,
  });
  const fields = [...(form?.fields ?? []), ...systemFields];
  const set = (edit: Partial<PivotSpec>) => setPivot((old) => ({ ...old, ...edit }));
  return (
    <div className={styles.editor}>
      <section className={styles.wells} aria-label={t("editor.label")}>
        <h2>{t("editor.label")}</h2>
        <Labelled label={t("editor.form")} htmlFor={`${id}-form`}>
          <Select
            id={`${id}-form`}
            showSearch={{ optionFilterProp: "label" }}
            value={pivot.form ?? undefined}
            options={readable.map((one) => ({ value: one.key, label: localised(one.name) }))}
            onChange={(key) => setPivot(blank(key))}
          />
        </Labelled>
        <DimensionWell
          title={t("editor.rows")}
          fields={fields}
          dimensions={pivot.rows}
          onChange={(rows) => set({ rows, sort: [] })}
        />
        <DimensionWell
          title={t("editor.columns")}
          fields={fields}
          dimensions={pivot.columns}
          onChange={(columns) => set({ columns })}
        />
        <MeasureWell fields={fields} measures={pivot.measures} onChange={(measures) => set({ measures, sort: [] })} />
        <Labelled label={t("editor.filter")}>
          <ConditionEditor
            label={t("editor.filter")}
            value={pivot.filter}
            fields={fields}
            place={{ app: app.key, form: pivot.form ?? "" }}
            none={t("editor.all")}
            onChange={(filter) => set({ filter })}
          />
        </Labelled>
        <Labelled label={t("editor.totals")}>
          {(["rows", "columns", "grand"] as const).map((key) => (
            <Checkbox
              key={key}
              checked={pivot.totals[key] ?? false}
              onChange={(event) => set({ totals: { ...pivot.totals, [key]: event.target.checked } })}
            >
              {t(`editor.total.${key}`)}
            </Checkbox>
          ))}
        </Labelled>
        <Labelled label={t("editor.limit")} htmlFor={`${id}-limit`}>
          <InputNumber
            id={`${id}-limit`}
            min={1}
            max={1000}
            precision={0}
            placeholder={t("editor.all")}
            value={pivot.limit ?? null}
            onChange={(limit) => set({ limit })}
          />
        </Labelled>
        <Labelled label={t("editor.show")} htmlFor={`${id}-show`}>
          <Select
            id={`${id}-show`}
            value={show.kind}
            options={kinds.map((kind) => ({ value: kind as string, label: t(`kind.${kind}`) }))}
            onChange={(kind) => setShow({ kind, settings: {} })}
          />
        </Labelled>
      </section>
      <section className={styles.preview}>
        <PageHeader title={report ? localised(report.name) : t("editor.title")} text={t("editor.text")}>
          <SaveReport app={app} pivot={pivot} show={show} report={report} />
        </PageHeader>
        {table.error ? (
          <ProblemView error={table.error} retry={() => void table.refetch()} />
        ) : pivot.measures.length === 0 ? (
          <EmptyState title={t("editor.noMeasure")} />
        ) : table.data && !table.isPlaceholderData ? (
          <ReportView
            key={show.kind}
            report={{ pivot: asked, show, format: report?.format }}
            table={table.data}
            form={form}
            name={t("editor.title")}
          />
        ) : (
          <Skeleton active />
        )}
      </section>
    </div>
  );
}

function Labelled({ label, htmlFor, children }: { label: string; htmlFor?: string; children: React.ReactNode }) {
  return (
    <div className={styles.labelled}>
      {htmlFor ? <label htmlFor={htmlFor}>{label}</label> : <span>{label}</span>}
      {children}
    </div>
  );
}
