import { useTranslation } from "react-i18next";
import type { CellVerdict, ImportResult } from "@/api/queries/imports";
import type { FieldSpec } from "@/core/form-model/spec";
import { useLocalised } from "@/ui/localised";
import styles from "./ImportPage.module.css";

const shown = 200;

/** What is wrong with which cell. */
export function Verdicts({ result, fields }: { result: ImportResult; fields: FieldSpec[] }) {
  const { t } = useTranslation("import");
  const localised = useLocalised();
  const { verdicts, more_verdicts } = result;
  const nameOf = (verdict: CellVerdict) => {
    const field = fields.find((item) => item.key === verdict.field);
    return verdict.column ?? (field ? localised(field.label) : (verdict.field ?? ""));
  };
  const more = more_verdicts + Math.max(0, verdicts.length - shown);
  return (
    <>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{t("row")}</th>
              <th>{t("column")}</th>
              <th>{t("value")}</th>
              <th>{t("problem")}</th>
            </tr>
          </thead>
          <tbody>
            {verdicts.slice(0, shown).map((verdict) => (
              <tr key={`${verdict.row} ${verdict.column} ${verdict.field} ${verdict.code}`}>
                <td className="tabular">{t("rowNumber", { row: verdict.row })}</td>
                <td>{nameOf(verdict)}</td>
                <td className={styles.soft}>{verdict.value ?? ""}</td>
                <td className={styles.problem}>{verdict.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 ? <p className={styles.soft}>{t("moreVerdicts", { count: more })}</p> : null}
    </>
  );
}
