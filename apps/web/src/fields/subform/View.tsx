import { useContext } from "react";
import type { FieldSpec } from "@/core/form-model/spec";
import { useLocalised } from "@/ui/localised";
import { isMap } from "../_shared/text";
import type { ViewProps } from "../contract";
import { CellContext } from "../scope";
import { rowKey } from "./rows";
import styles from "./subform.module.css";

export function View({ value, settings, place }: ViewProps<{ fields?: FieldSpec[] }>) {
  const localised = useLocalised();
  const Cell = useContext(CellContext);
  const rows = Array.isArray(value) ? value : [];
  const fields = settings.fields ?? [];
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th className={styles.number}>#</th>
            {fields.map((field) => (
              <th key={field.key}>{localised(field.label)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={rowKey(row, at)}>
              <td className={styles.number}>{at + 1}</td>
              {fields.map((field) => (
                <td key={field.key} data-label={localised(field.label)} style={{ padding: 8 }}>
                  {Cell && isMap(row) ? <Cell field={field} value={row[field.key]} values={row} place={place} /> : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
