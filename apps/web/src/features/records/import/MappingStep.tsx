import { Alert, Button, Checkbox, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { OnMatch } from "@/api/queries/imports";
import type { FieldSpec } from "@/core/form-model/spec";
import { useLocalised } from "@/ui/localised";
import { ColumnTable } from "./ColumnTable";
import styles from "./ImportPage.module.css";
import { MappingFile } from "./MappingFile";
import { Refused } from "./Refused";
import type { ImportWizard } from "./useImport";

const neverImported = new Set(["subform", "file", "files", "image", "images", "signature"]);

interface Props {
  wizard: ImportWizard;
  fields: FieldSpec[];
  /** Whether new records can start a flow. */
  hasFlow: boolean;
}

/** Says where each column goes, and what becomes of rows that are there already. */
export function MappingStep({ wizard, fields, hasFlow }: Props) {
  const { t, i18n } = useTranslation("import");
  const localised = useLocalised();
  const { mapping, setMapping, found } = wizard;
  const targets = fields.filter((field) => !neverImported.has(field.type.kind));
  const mapped = targets.filter((field) => mapping.columns.some((column) => column.to === field.key));
  const missing = targets.filter((field) => field.required && !field.default && !mapped.includes(field));
  const names = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  return (
    <>
      <div className={styles.bar}>
        <p className={styles.soft}>
          {t("found", { count: found?.rows ?? 0, name: wizard.file?.name })}
          {found?.encoding ? ` · ${found.encoding}` : ""}
          {found?.sheet ? ` · ${t("sheet", { name: found.sheet })}` : ""}
        </p>
        <MappingFile wizard={wizard} />
      </div>
      <Refused wizard={wizard} />
      <ColumnTable wizard={wizard} targets={targets} />
      {missing.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          title={t("missing", { names: names.format(missing.map((field) => localised(field.label))) })}
        />
      ) : null}
      <div className={styles.options}>
        <label htmlFor="import-match">{t("match")}</label>
        <Select
          id="import-match"
          mode="multiple"
          className={styles.match}
          placeholder={t("matchNone")}
          value={mapping.match}
          options={mapped.map((field) => ({ value: field.key, label: localised(field.label) }))}
          onChange={(match) =>
            setMapping({
              ...mapping,
              match,
              on_match: match.length === 0 ? "create" : mapping.on_match === "create" ? "update" : mapping.on_match,
            })
          }
        />
        {mapping.match.length > 0 ? (
          <Radio.Group
            aria-label={t("onMatchLabel")}
            value={mapping.on_match}
            options={(["update", "skip", "create"] satisfies OnMatch[]).map((value) => ({
              value,
              label: t(`onMatch.${value}`),
            }))}
            onChange={(event) => setMapping({ ...mapping, on_match: event.target.value as OnMatch })}
          />
        ) : null}
      </div>
      <div className={styles.options}>
        {mapping.on_match === "update" ? (
          <Checkbox
            checked={mapping.blanks === "clear"}
            onChange={({ target }) => setMapping({ ...mapping, blanks: target.checked ? "clear" : "keep" })}
          >
            {t("clear")}
          </Checkbox>
        ) : null}
        <Checkbox
          checked={mapping.confirm === "all"}
          onChange={({ target }) => setMapping({ ...mapping, confirm: target.checked ? "all" : undefined })}
        >
          {t("confirm")}
        </Checkbox>
        {hasFlow ? (
          <Checkbox
            checked={mapping.flows}
            onChange={({ target }) => setMapping({ ...mapping, flows: target.checked })}
          >
            {t("flows")}
          </Checkbox>
        ) : null}
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
