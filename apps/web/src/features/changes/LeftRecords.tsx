import { useTranslation } from "react-i18next";
import type { MassResult } from "@/api/queries/changes";
import styles from "./changes.module.css";

const shown = 20;

/** The records that were left as they were, with the reasons. */
export function LeftRecords({ result }: { result: MassResult }) {
  const { t } = useTranslation("changes");
  const more = result.left - Math.min(shown, result.left_records.length);
  return (
    <ul className={styles.left}>
      {result.left_records.slice(0, shown).map((left) => (
        <li key={left.record}>
          <strong>{left.title || t("mass.untitled")}</strong>
          {left.partly ? <span className={styles.soft}> {t("mass.partly")}</span> : null}
          <ul>
            {left.issues.map((issue) => (
              <li key={`${issue.pointer} ${issue.code}`}>{issue.message}</li>
            ))}
          </ul>
        </li>
      ))}
      {more > 0 ? <li className={styles.soft}>{t("mass.more", { count: more })}</li> : null}
    </ul>
  );
}
