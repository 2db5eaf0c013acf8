import { Alert, Button, Space } from "antd";
import { type ReactNode, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { Issue } from "@/api/errors";
import type { PublishedForm, RecordView } from "@/api/queries/records";
import { useMe } from "@/api/queries/session";
import { fieldOf } from "@/core/form-model/spec";
import { createFormStore } from "@/core/form-runtime/store";
import { FieldControl } from "@/fields/FieldControl";
import { FieldCell } from "@/fields/FieldValue";
import { FormLayout } from "@/fields/layout/FormLayout";
import { useEvaluation } from "@/fields/layout/useEvaluation";
import { useShownLive } from "@/fields/layout/useShown";
import { CellContext, type FormScope, FormScopeContext } from "@/fields/scope";
import { useIssueText } from "@/ui/issues";
import { draftKey } from "./draft";
import styles from "./RecordForm.module.css";
import { startValues } from "./start";
import { useDraft } from "./useDraft";
import { useSave } from "./useSave";

interface Props {
  app: string;
  form: string;
  published: PublishedForm;
  record?: RecordView;
  /** What a new record begins with, from the address. */
  given?: Record<string, string>;
  onSaved: (record: RecordView) => void;
  onCancel: () => void;
}

/** A record being made or changed. */
export function RecordForm({ app, form, published, record, given, onSaved, onCancel }: Props) {
  const { t } = useTranslation(["records", "fields", "issues"]);
  const me = useMe();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the form keeps what it was opened with
  const store = useMemo(() => createFormStore(startValues(published.spec, record, given)), [record?.id]);
  const scope = useMemo<FormScope>(
    () => ({ store, place: { app, form, recordId: record?.id }, Control: FieldControl }),
    [store, app, form, record?.id],
  );
  const key = draftKey(me?.user.id ?? "", app, form, record?.id);
  const draft = useDraft(store, key);
  const { stale } = useEvaluation({ app, form, id: record?.id, store });
  const saved = (next: RecordView) => {
    localStorage.removeItem(key);
    onSaved(next);
  };
  const { busy, save } = useSave({ app, form, published, record, store, onSaved: saved });
  const canSubmit = published.workflow !== null && (!record || isOpen(record));
  const shown = useShownLive(published.spec, store);
  useSaveKey(() => void save(false));

  return (
    <FormScopeContext value={scope}>
      <CellContext value={FieldCell}>
        <form
          className={styles.form}
          noValidate
          autoComplete="off"
          onSubmit={(event) => {
            event.preventDefault();
            void save(false);
          }}
        >
          <div className={styles.notes}>
            {draft.restored ? (
              <Alert
                type="info"
                showIcon
                closable={{ onClose: draft.dismiss }}
                title={t("form.restored")}
                action={
                  <Button size="small" onClick={draft.drop}>
                    {t("form.dropDraft")}
                  </Button>
                }
              />
            ) : null}
            {stale ? <Alert type="warning" showIcon title={t("form.notEvaluated")} /> : null}
            <OtherIssues published={published} store={store} />
          </div>
          <FormLayout spec={published.spec} shown={shown} field={(name) => control(published, name)} />
          <footer className={styles.bar}>
            <IssueCount store={store} />
            <Space>
              <Button onClick={onCancel}>{t("common:act.cancel")}</Button>
              <Button type={canSubmit ? "default" : "primary"} htmlType="submit" loading={busy}>
                {t("common:act.save")}
              </Button>
              {canSubmit ? (
                <Button type="primary" disabled={busy} onClick={() => void save(true)}>
                  {t("form.saveAndSubmit")}
                </Button>
              ) : null}
            </Space>
          </footer>
        </form>
      </CellContext>
    </FormScopeContext>
  );
}

/** A record whose approval has not begun, or has come back. */
export function isOpen(record: RecordView): boolean {
  return record.flow_state === null || ["draft", "returned", "rejected", "withdrawn"].includes(record.flow_state);
}

function control(published: PublishedForm, key: string): ReactNode {
  const field = fieldOf(published.spec, key);
  return field ? <FieldControl field={field} path={key} rights={published.rights[key]} /> : null;
}

/** Ctrl+S or ⌘S saves. */
function useSaveKey(save: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "s") {
        event.preventDefault();
        save();
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
}

type Store = ReturnType<typeof createFormStore>;

/** How many places need attention, after an attempt to save. */
function IssueCount({ store }: { store: Store }) {
  const { t } = useTranslation("issues");
  const showAll = useStore(store, (state) => state.showAll);
  const count = useStore(
    store,
    (state) => Object.values(state.issues).filter((list) => list.some((issue) => issue.severity === "error")).length,
  );
  return (
    <span role="status" className={styles.count}>
      {showAll && count > 0 ? t("summary", { count }) : null}
    </span>
  );
}

/** Problems of the record as a whole, or of fields that do not stand on the page. */
function OtherIssues({ published, store }: { published: PublishedForm; store: Store }) {
  const text = useIssueText();
  const issues = useStore(store, (state) => state.issues);
  const showAll = useStore(store, (state) => state.showAll);
  const others = Object.entries(issues).filter(([path]) => !fieldOf(published.spec, path.split("/")[0] ?? ""));
  if (!showAll || others.length === 0) {
    return null;
  }
  const list: Issue[] = others.flatMap(([, found]) => found);
  return (
    <Alert
      type="error"
      showIcon
      title={list.map((issue) => <div key={`${issue.code} ${issue.pointer}`}>{text(issue)}</div>)}
    />
  );
}
