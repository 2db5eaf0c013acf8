import { useQuery } from "@tanstack/react-query";
import { Skeleton, Timeline } from "antd";
import { useTranslation } from "react-i18next";
import { type HistoryEntry, historyQuery } from "@/api/queries/records";
import { fieldOf } from "@/core/form-model/spec";
import { systemFields } from "@/core/form-model/system";
import { isBlank } from "@/core/form-runtime/path";
import { FieldCell } from "@/fields/FieldValue";
import { EmptyState } from "@/ui/EmptyState";
import { useLocalised } from "@/ui/localised";
import { ProblemView } from "@/ui/ProblemView";
import { When } from "@/ui/When";
import type { RecordContext } from "./DetailPage";
import styles from "./DetailPage.module.css";

/** Who changed what, newest first. */
export function HistoryTab(context: RecordContext) {
  const { app, form, record } = context;
  const { t } = useTranslation("records");
  const { data, error, refetch } = useQuery(historyQuery(app, form, record.id));
  if (error) {
    return <ProblemView error={error} retry={() => void refetch()} />;
  }
  if (!data) {
    return <Skeleton active />;
  }
  if (data.items.length === 0) {
    return <EmptyState title={t("history.none")} />;
  }
  return (
    <Timeline
      items={data.items.map((entry) => ({
        key: entry.id,
        content: <Entry entry={entry} {...context} />,
      }))}
    />
  );
}

function Entry({ entry, app, form, published, record }: RecordContext & { entry: HistoryEntry }) {
  const { t } = useTranslation("records");
  const localised = useLocalised();
  const place = { app, form, recordId: record.id };
  return (
    <div>
      <div className={styles.who}>
        <strong>{entry.by?.name ?? t("history.system")}</strong>
        {t([`history.act.${entry.act}`, "history.act.other"])} · <When at={entry.at} />
      </div>
      {entry.note ? <p className={styles.note}>{t("history.note", { note: entry.note })}</p> : null}
      <ul className={styles.changes}>
        {entry.changes.map((change) => {
          const field =
            fieldOf(published.spec, change.field) ?? systemFields.find((system) => system.key === change.field);
          if (!field) {
            return null;
          }
          return (
            <li key={change.field}>
              <span>{localised(field.label)}</span>
              <span>
                {isBlank(change.before) ? null : (
                  <>
                    <del>
                      <FieldCell field={field} value={change.before} place={place} />
                    </del>{" "}
                    →{" "}
                  </>
                )}
                <ins>
                  {isBlank(change.after) ? (
                    t("history.blank")
                  ) : (
                    <FieldCell field={field} value={change.after} place={place} />
                  )}
                </ins>
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
