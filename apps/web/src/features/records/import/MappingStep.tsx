import { Alert, Button, Checkbox, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { FoundColumn, OnMatch } from "@/api/queries/imports";
import type { FieldSpec } from "@/core/form-model/spec";
import { kindUi } from "@/fields/index";
import { useLocalised } from "@/ui/localised";
import styles from "./ImportPage.module.css";
import type { ImportWizard } from "./useImport";

const neverImported = new Set(["subform", "file", "files", "image", "images", "signature", "json"]);

/** Says where each column goes, and what becomes of rows that are there already. */
export function MappingStep({ wizard, fields }: { wizard: ImportWizard; fields: FieldSpec[] }) {
  const { t } = useTranslation("import");
  const localised = useLocalised();
  const { mapping, setMapping, found } = wizard;
  const targets = fields.filter((field) => !neverImported.has(field.type.kind));
  const mapped = targets.filter((field) => mapping.columns.some((column) => column.to === field.key));
  const missing = targets.filter((field) => field.required && !field.default && !mapped.includes(field));
  return (
    <>
      <ColumnTable wizard={wizard} targets={targets} found={found} />
      {missing.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          title={t("missing", { names: missing.map((field) => localised(field.label)).join("、") })}
        />
      ) : null}
      <div className={styles.options}>
        <label htmlFor="import-match">{t("match")}</label>
        <Select
          id="import-match"
          mode="multiple"
          style={{ minWidth: 280 }}
          placeholder={t("matchNone")}
          value={mapping.match}
          options={mapped.map((field) => ({ value: field.key, label: localised(field.label) }))}
          onChange={(match) =>
            setMapping({ ...mapping, match, on_match: match.length === 0 ? "create" : mapping.on_match })
          }
        />
        {mapping.match.length > 0 ? (
          <Radio.Group
            value={mapping.on_match}
            options={(["update", "skip", "create"] satisfies OnMatch[]).map((value) => ({
              value,
              label: t(`onMatch.${value}`),
            }))}
            onChange={(event) => setMapping({ ...mapping, on_match: event.target.value as OnMatch })}
          />
        ) : null}
        <Checkbox checked={mapping.rules} onChange={(event) => setMapping({ ...mapping, rules: event.target.checked })}>
          {t("rules")}
        </Checkbox>
      </div>
      <footer className={styles.bar}>
        <Button onClick={() => wizard.back("file")}>{t("otherFile")}</Button>
        <Button
          type="primary"
          loading={wizard.busy}
          disabled={mapping.columns.length === 0}
          onClick={() => void wizard.check()}
        >
          {t("check")}
        </Button>
      </footer>
    </>
  );
}

interface TableProps {
  wizard: ImportWizard;
  targets: FieldSpec[];
  found: FoundColumn[];
}

function ColumnTable({ wizard, targets, found }: TableProps) {
  const { t } = useTranslation("import");
  const localised = useLocalised();
  const { mapping, setMapping } = wizard;
  const targetOf = (from: string) => mapping.columns.find((column) => column.from === from)?.to;
  const put = (from: string, to: string | undefined) => {
    const others = mapping.columns.filter((column) => column.from !== from && column.to !== to);
    setMapping({ ...mapping, columns: to ? [...others, { from, to }] : others });
  };
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
          {found.map((column) => (
            <tr key={column.from}>
              <td>{column.from}</td>
              <td className={styles.soft}>{column.samples.slice(0, 3).join(" · ")}</td>
              <td>
                <Select
                  style={{ width: 240 }}
                  allowClear
                  showSearch={{ optionFilterProp: "label" }}
                  aria-label={t("fieldOf", { column: column.from })}
                  placeholder={t("notImported")}
                  value={targetOf(column.from)}
                  options={targets.map((field) => ({ value: field.key, label: localised(field.label), field }))}
                  optionRender={({ data }) => {
                    const Icon = kindUi(data.field.type.kind).icon;
                    return (
                      <span>
                        <Icon aria-hidden /> {data.label}
                      </span>
                    );
                  }}
                  onChange={(to: string | undefined) => put(column.from, to)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
