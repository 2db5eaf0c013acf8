import { Alert } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { TaskDetail } from "@/api/queries/tasks";
import { type FieldSpec, type FormSpec, fieldOf } from "@/core/form-model/spec";
import type { FormStore } from "@/core/form-runtime/store";
import { FieldControl } from "@/fields/FieldControl";
import { FieldCell } from "@/fields/FieldValue";
import { FormLayout } from "@/fields/layout/FormLayout";
import { useEvaluation } from "@/fields/layout/useEvaluation";
import { useShownLive } from "@/fields/layout/useShown";
import { CellContext, type FormScope, FormScopeContext } from "@/fields/scope";
import { hiddenAt, rightsAt } from "./rights";

interface Props {
  detail: TaskDetail;
  spec: FormSpec;
  store: FormStore;
}

/** The record of a task, each field as the node allows: to write, to read, or not at all. */
export function TaskRecord({ detail, spec, store }: Props) {
  const { task, record, must } = detail;
  const scope = useMemo<FormScope>(
    () => ({ store, place: { app: task.app, form: task.form, recordId: record.id }, Control: FieldControl }),
    [store, task.app, task.form, record.id],
  );
  const fields = useMemo(() => fieldsAt(spec, must), [spec, must]);
  const rights = useMemo(() => rightsAt(detail), [detail]);
  const hidden = useMemo(() => hiddenAt(detail), [detail]);
  const shown = useShownLive(spec, store);
  const writes = Object.values(rights).includes("edit");
  const draw = (key: string) => {
    const field = hidden.has(key) ? undefined : fieldOf(fields, key);
    return field ? <FieldControl field={field} path={key} rights={rights[key] ?? "view"} /> : null;
  };
  return (
    <FormScopeContext value={scope}>
      <CellContext value={FieldCell}>
        {writes ? <Live detail={detail} store={store} /> : null}
        <FormLayout spec={spec} shown={shown} field={draw} />
      </CellContext>
    </FormScopeContext>
  );
}

/** The form with the fields marked that the node wants filled in. */
function fieldsAt(spec: FormSpec, must: string[]): { fields: FieldSpec[] } {
  const wanted = new Set(must);
  return { fields: spec.fields.map((field) => (wanted.has(field.key) ? { ...field, required: true } : field)) };
}

/** Keeps formulas up to date while fields of the task are filled in. */
function Live({ detail: { task, record }, store }: Pick<Props, "detail" | "store">) {
  const { t } = useTranslation("tasks");
  const { stale } = useEvaluation({ app: task.app, form: task.form, id: record.id, store });
  return stale ? <Alert type="warning" showIcon title={t("notEvaluated")} /> : null;
}
