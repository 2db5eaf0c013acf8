import { DeleteOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { FieldKindName } from "@/core/form-model/kinds";
import type { FieldSpec } from "@/core/form-model/spec";
import {
  type Aggregate,
  type DatePart,
  type DimensionSpec,
  dateParts,
  type MeasureSpec,
} from "@/core/pivot-model/spec";
import { useLocalised } from "@/ui/localised";
import styles from "./Reports.module.css";

const dates: ReadonlySet<FieldKindName> = new Set(["date", "datetime"]);
const numbers: ReadonlySet<FieldKindName> = new Set([
  "int",
  "decimal",
  "money",
  "percent",
  "rating",
  "score",
  "progress",
  "rollup",
  "lookup",
]);
const never: ReadonlySet<FieldKindName> = new Set([
  "subform",
  "querylist",
  "button",
  "file",
  "files",
  "image",
  "images",
  "signature",
  "richtext",
  "textarea",
  "json",
  "location",
]);
const forNumbers: Aggregate[] = ["sum", "avg", "min", "max", "median", "count_distinct"];
const forOthers: Aggregate[] = ["count_distinct"];

interface DimensionProps {
  title: string;
  fields: FieldSpec[];
  dimensions: DimensionSpec[];
  onChange: (dimensions: DimensionSpec[]) => void;
}

/** The fields by which rows or columns are grouped, outermost first. */
export function DimensionWell({ title, fields, dimensions, onChange }: DimensionProps) {
  const { t } = useTranslation("reports");
  const localised = useLocalised();
  const chosen = new Set(dimensions.map((dimension) => dimension.field));
  const usable = fields.filter((field) => !never.has(field.type.kind) && !chosen.has(field.key));
  const kindOf = (path: string) => fields.find((field) => field.key === path)?.type.kind;
  const nameOf = (path: string) => localised(fields.find((field) => field.key === path)?.label) || path;
  return (
    <fieldset className={styles.well}>
      <legend>{title}</legend>
      {dimensions.map((dimension, at) => {
        const kind = kindOf(dimension.field);
        return (
          <div key={dimension.field} className={styles.entry}>
            <span>{nameOf(dimension.field)}</span>
            {kind && dates.has(kind) ? (
              <Select<DatePart>
                size="small"
                aria-label={t("editor.group")}
                value={typeof dimension.group === "string" ? dimension.group : "day"}
                options={dateParts.map((part) => ({ value: part, label: t(`part.${part}`) }))}
                onChange={(group) => onChange(dimensions.with(at, { ...dimension, group }))}
              />
            ) : null}
            <Button
              size="small"
              type="text"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={t("editor.remove", { name: nameOf(dimension.field) })}
              onClick={() => onChange(dimensions.toSpliced(at, 1))}
            />
          </div>
        );
      })}
      <Select<string | null>
        showSearch={{ optionFilterProp: "label" }}
        aria-label={t("editor.addTo", { name: title })}
        placeholder={t("editor.add")}
        value={null}
        options={usable.map((field) => ({ value: field.key, label: localised(field.label) || field.key }))}
        onChange={(key) => {
          const kind = key ? kindOf(key) : undefined;
          if (key) {
            onChange([...dimensions, kind && dates.has(kind) ? { field: key, group: "month" } : { field: key }]);
          }
        }}
      />
    </fieldset>
  );
}

interface MeasureProps {
  fields: FieldSpec[];
  measures: MeasureSpec[];
  onChange: (measures: MeasureSpec[]) => void;
}

/** The numbers of a pivot. */
export function MeasureWell({ fields, measures, onChange }: MeasureProps) {
  const { t } = useTranslation("reports");
  const localised = useLocalised();
  const usable = fields.filter((field) => !never.has(field.type.kind));
  const aggsOf = (path: string) => {
    const kind = fields.find((field) => field.key === path)?.type.kind;
    return kind && numbers.has(kind) ? forNumbers : forOthers;
  };
  const nameOf = (measure: MeasureSpec) =>
    localised(measure.name) ||
    (measure.field ? localised(fields.find((field) => field.key === measure.field)?.label) || measure.field : "") ||
    measure.expr ||
    t("records");
  return (
    <fieldset className={styles.well}>
      <legend>{t("editor.measures")}</legend>
      {measures.map((measure, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a measure is known by its place only
        <div key={at} className={styles.entry}>
          <span>{nameOf(measure)}</span>
          {measure.field ? (
            <Select<Aggregate>
              size="small"
              aria-label={t("editor.agg")}
              value={measure.agg ?? "sum"}
              options={aggsOf(measure.field).map((agg) => ({ value: agg, label: t(`agg.${agg}`) }))}
              onChange={(agg) => onChange(measures.with(at, { ...measure, key: undefined, agg }))}
            />
          ) : null}
          <Button
            size="small"
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t("editor.remove", { name: nameOf(measure) })}
            onClick={() => onChange(measures.toSpliced(at, 1))}
          />
        </div>
      ))}
      <Select<string | null>
        showSearch={{ optionFilterProp: "label" }}
        aria-label={t("editor.addTo", { name: t("editor.measures") })}
        placeholder={t("editor.add")}
        value={null}
        options={[
          { value: "", label: t("records") },
          ...usable.map((field) => ({ value: field.key, label: localised(field.label) || field.key })),
        ]}
        onChange={(key) => {
          if (key === "") {
            onChange([...measures, { agg: "count" }]);
          } else if (key) {
            onChange([...measures, { agg: aggsOf(key)[0], field: key }]);
          }
        }}
      />
    </fieldset>
  );
}
