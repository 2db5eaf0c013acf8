import { PlusOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { FieldSpec } from "@/core/form-model/spec";
import { kindUi } from "@/fields/index";
import { useLocalised } from "@/ui/localised";
import { ColumnSettings } from "./ColumnSettings";
import styles from "./ImportPage.module.css";
import { type Line, lines, resettle, retarget } from "./mapping";
import type { ImportWizard } from "./useImport";

interface Props {
  wizard: ImportWizard;
  targets: FieldSpec[];
}

/** The columns of the file, each with its field. */
export function ColumnTable({ wizard, targets }: Props) {
  const { t } = useTranslation("import");
  const { mapping, found } = wizard;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t("column")}</th>
            <th>{t("samples")}</th>
            <th>{t("field")}</th>
          </tr>
        </thead>
        <tbody>
          {lines(mapping, found?.columns ?? []).map((line) => (
            <ColumnLine
              key={`${line.column?.from} ${line.index}`}
              line={line}
              isFirst={
                !line.column || mapping.columns.findIndex((own) => own.from === line.column?.from) === line.index
              }
              wizard={wizard}
              targets={targets}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface LineProps extends Props {
  line: Line;
  /** Whether it is the first line of its column. */
  isFirst: boolean;
}

function ColumnLine({ line, isFirst, wizard, targets }: LineProps) {
  const { t } = useTranslation("import");
  const localised = useLocalised();
  const { mapping, setMapping } = wizard;
  const { column, entry, index } = line;
  const name = column?.from ?? t("noColumn");
  const free = targets.find((field) => !mapping.columns.some((own) => own.to === field.key));
  const field = targets.find((target) => target.key === entry?.to);
  const shown = isFirst || index === null;
  return (
    <tr>
      <td className={column ? undefined : styles.soft}>{shown ? name : ""}</td>
      <td className={styles.soft}>
        {column ? shown ? column.samples.slice(0, 3).join(" · ") || t("allBlank") : "" : <code>{entry?.expr}</code>}
      </td>
      <td>
        <div className={styles.target}>
          <Select
            className={styles.field}
            allowClear
            showSearch={{ optionFilterProp: "label" }}
            aria-label={t("fieldOf", { column: name })}
            placeholder={t("notImported")}
            value={entry?.to}
            options={targets.map((target) => ({ value: target.key, label: localised(target.label), target }))}
            optionRender={({ data }) => {
              const Icon = kindUi(data.target.type.kind).icon;
              return (
                <span>
                  <Icon aria-hidden /> {data.label}
                </span>
              );
            }}
            onChange={(to: string | undefined) => setMapping(retarget(mapping, line, to))}
          />
          {entry && field && index !== null ? (
            <ColumnSettings
              name={name}
              entry={entry}
              field={field}
              onChange={(changed) => setMapping(resettle(mapping, index, changed))}
            />
          ) : null}
          {entry && column && isFirst && free ? (
            <Button
              type="text"
              icon={<PlusOutlined aria-hidden />}
              aria-label={t("another", { column: name })}
              title={t("another", { column: name })}
              onClick={() => setMapping(retarget(mapping, { ...line, index: null, entry: null }, free.key))}
            />
          ) : null}
        </div>
      </td>
    </tr>
  );
}
