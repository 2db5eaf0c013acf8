import type { RecordView } from "@/api/queries/records";
import { columnValue } from "@/core/form-model/system";
import { isBlank } from "@/core/form-runtime/path";
import { FieldCell } from "@/fields/FieldValue";
import { useLocalised } from "@/ui/localised";
import { columnField, type List } from "../list/useList";
import styles from "./CardFields.module.css";

interface Props {
  list: List;
  record: RecordView;
  without?: string[];
}

/** The fields that a title already says. */
const said = (pattern: string | undefined) =>
  new Set([...(pattern ?? "").matchAll(/\{([a-z0-9_.]+)\}/g)].map(([, key]) => key));

/** What a card shows of a record besides its title. */
export function CardFields({ list, record, without = [] }: Props) {
  const localised = useLocalised();
  const place = { app: list.app, form: list.form, recordId: record.id };
  const inTitle = said(list.spec.title);
  const shown = list.columns.filter(
    (key) => !inTitle.has(key) && !without.includes(key) && !isBlank(columnValue(record, key)),
  );
  return shown.length > 0 ? (
    <dl className={styles.fields}>
      {shown.map((key) => {
        const field = columnField(list.spec, key);
        return (
          <div key={key}>
            <dt>{localised(field.label)}</dt>
            <dd>
              <FieldCell field={field} value={columnValue(record, key)} values={record.values} place={place} />
            </dd>
          </div>
        );
      })}
    </dl>
  ) : null;
}
