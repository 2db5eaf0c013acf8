import { Modal } from "antd";
import { useMemo } from "react";
import type { ButtonSpec } from "@/core/form-model/spec";
import { writtenValues } from "@/core/form-model/writable";
import type { Values } from "@/core/form-runtime/path";
import { createFormStore } from "@/core/form-runtime/store";
import { FieldControl } from "@/fields/FieldControl";
import { FieldCell } from "@/fields/FieldValue";
import { CellContext, type FormScope, FormScopeContext } from "@/fields/scope";
import { useLocalised } from "@/ui/localised";
import type { RecordContext } from "./DetailPage";
import styles from "./DetailPage.module.css";

interface Props {
  button: ButtonSpec;
  context: RecordContext;
  onGo: (values: Values) => void;
  onCancel: () => void;
}

/** The fields that a button asks for before it works. */
export function ButtonAsk({ button, context, onGo, onCancel }: Props) {
  const { app, form, published, record } = context;
  const localised = useLocalised();
  const store = useMemo(() => createFormStore({ ...record.values }), [record.values]);
  const scope = useMemo<FormScope>(
    () => ({ store, place: { app, form, recordId: record.id }, Control: FieldControl }),
    [store, app, form, record.id],
  );
  const fields = published.spec.fields.filter((field) => button.ask?.includes(field.key));
  const rights = Object.fromEntries(fields.map((field) => [field.key, "edit" as const]));
  return (
    <Modal
      open
      title={localised(button.label)}
      okText={localised(button.label)}
      onOk={() => onGo(writtenValues(fields, rights, store.getState().values))}
      onCancel={onCancel}
    >
      <FormScopeContext value={scope}>
        <CellContext value={FieldCell}>
          <div className={styles.asked}>
            {fields.map((field) => (
              <FieldControl key={field.key} field={field} path={field.key} rights="edit" />
            ))}
          </div>
        </CellContext>
      </FormScopeContext>
    </Modal>
  );
}
