import { Link } from "@tanstack/react-router";
import { Checkbox, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import type { RecordView } from "@/api/queries/records";
import { columnValue } from "@/core/form-model/system";
import { isBlank } from "@/core/form-runtime/path";
import { FieldCell } from "@/fields/FieldValue";
import { useLocalised } from "@/ui/localised";
import styles from "./ListPage.module.css";
import { canSelect } from "./SelectionBar";
import type { Selection } from "./selection";
import { columnField, type List, recordLink } from "./useList";

const shownFields = 5;

/** The records as cards, for a phone. */
export function RecordCards({ list, selection }: { list: List; selection: Selection }) {
  const { t } = useTranslation("changes");
  if (list.query.isPending) {
    return <Skeleton active paragraph={{ rows: 8 }} />;
  }
  return (
    <ul className={styles.cards}>
      {list.records.map((record) => (
        <li key={record.id}>
          {canSelect(list) ? (
            <Checkbox
              className={styles.choose}
              aria-label={t("select.row", { title: record.title })}
              checked={selection.all || selection.chosen.has(record.id)}
              onChange={(event) => selection.toggle(record, event.target.checked)}
            />
          ) : null}
          <RecordCard list={list} record={record} />
        </li>
      ))}
    </ul>
  );
}

/** The fields that the title of a record already says. */
function titleFields(pattern: string): Set<string> {
  return new Set([...pattern.matchAll(/\{([a-z0-9_.]+)\}/g)].map((match) => match[1] ?? ""));
}

function RecordCard({ list, record }: { list: List; record: RecordView }) {
  const localised = useLocalised();
  const place = { app: list.app, form: list.form, recordId: record.id };
  const said = titleFields(list.spec.title ?? "");
  const filled = list.columns
    .filter((key) => !said.has(key) && !isBlank(columnValue(record, key)))
    .slice(0, shownFields);
  return (
    <Link {...recordLink(list, record)} className={styles.card}>
      <strong>{record.title}</strong>
      <dl>
        {filled.map((key) => {
          const field = columnField(list.spec, key);
          return (
            <div key={key} style={{ display: "contents" }}>
              <dt>{localised(field.label)}</dt>
              <dd>
                <FieldCell field={field} value={columnValue(record, key)} values={record.values} place={place} />
              </dd>
            </div>
          );
        })}
      </dl>
    </Link>
  );
}
