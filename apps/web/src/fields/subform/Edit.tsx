import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type KeyboardEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FieldSpec } from "@/core/form-model/spec";
import { useLocalised } from "@/ui/localised";
import type { EditProps } from "../contract";
import { useFormScope } from "../scope";
import { newRow, rowKey } from "./rows";
import styles from "./subform.module.css";

interface Settings {
  fields?: FieldSpec[];
  max?: number | null;
}

/**
 * The rows of a subform as a table to type into. Keys: Tab goes on, Enter goes to the same column of the next row (and
 * adds one at the end), Alt+↑ and Alt+↓ move the row, Ctrl+Delete removes it.
 */
export function Edit({ path, value, settings, disabled, label }: EditProps<Settings>) {
  const { t } = useTranslation("fields");
  const localised = useLocalised();
  const { store, Control } = useFormScope();
  const table = useRef<HTMLTableElement>(null);
  const fields = settings.fields ?? [];
  const rows = Array.isArray(value) ? value : [];
  const full = settings.max != null && rows.length >= settings.max;
  const { addRow, removeRow, moveRow } = store.getState();

  const focus = (row: number, column: number) =>
    requestAnimationFrame(() => {
      const cell = table.current?.querySelector(`[data-row="${row}"][data-column="${column}"]`);
      cell?.querySelector<HTMLElement>("input, textarea, button, [tabindex]")?.focus();
    });
  const add = (column = 0) => {
    if (!full && !disabled) {
      addRow(path, rows.length, newRow(fields));
      focus(rows.length, column);
    }
  };
  const press = (event: KeyboardEvent, row: number, column: number) => {
    if (event.nativeEvent.isComposing || disabled) {
      return;
    }
    const target = event.target as HTMLElement;
    const listOpen = target.getAttribute("aria-expanded") === "true";
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      const to = row + (event.key === "ArrowUp" ? -1 : 1);
      event.preventDefault();
      if (to >= 0 && to < rows.length) {
        moveRow(path, row, to);
        focus(to, column);
      }
    } else if (event.ctrlKey && event.key === "Delete") {
      event.preventDefault();
      removeRow(path, row);
      focus(Math.max(0, row - 1), column);
    } else if (event.key === "Enter" && !listOpen && target.tagName === "INPUT" && !event.defaultPrevented) {
      event.preventDefault();
      if (row + 1 < rows.length) {
        focus(row + 1, column);
      } else {
        add(column);
      }
    }
  };

  return (
    <div className={styles.subform}>
      <div className={styles.scroll}>
        <table ref={table} className={styles.table} aria-label={label}>
          <thead>
            <tr>
              <th className={styles.number}>#</th>
              {fields.map((field) => (
                <th key={field.key} style={{ minWidth: columnWidth(field) }}>
                  {localised(field.label)}
                  {field.required ? <span className={styles.required}> *</span> : null}
                </th>
              ))}
              {disabled ? null : <th className={styles.number} aria-label={t("subform.remove")} />}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={rowKey(row, at)}>
                <td className={styles.number}>{at + 1}</td>
                {fields.map((field, column) => (
                  <td
                    key={field.key}
                    data-row={at}
                    data-column={column}
                    data-label={localised(field.label)}
                    onKeyDown={(event) => press(event, at, column)}
                  >
                    <Control
                      field={field}
                      path={`${path}/${at}/${field.key}`}
                      rights={disabled ? "view" : undefined}
                      bare
                    />
                  </td>
                ))}
                {disabled ? null : (
                  <td className={styles.number}>
                    <Button
                      type="text"
                      size="small"
                      icon={<DeleteOutlined aria-hidden />}
                      aria-label={t("subform.removeRow", { number: at + 1 })}
                      onClick={() => removeRow(path, at)}
                    />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 ? <p className={styles.none}>{t("subform.none")}</p> : null}
      {disabled ? null : (
        <Button type="dashed" size="small" icon={<PlusOutlined aria-hidden />} disabled={full} onClick={() => add()}>
          {t("subform.add")}
        </Button>
      )}
    </div>
  );
}

function columnWidth(field: FieldSpec): number {
  const wide: Partial<Record<FieldSpec["type"]["kind"], number>> = {
    text: 160,
    textarea: 200,
    link: 180,
    links: 220,
    users: 200,
    multi: 180,
    daterange: 240,
    address: 360,
    bool: 72,
  };
  return wide[field.type.kind] ?? 132;
}
