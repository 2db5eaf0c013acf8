import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "@/api/client";
import { type ApiProblem, asProblem, type Issue } from "@/api/errors";
import { createRecord, type PublishedForm, type RecordView, submitRecord, updateRecord } from "@/api/queries/records";
import { changedFields } from "@/core/form-model/changed";
import { writtenValues } from "@/core/form-model/writable";
import { isBlank, type Values } from "@/core/form-runtime/path";
import type { FormStore } from "@/core/form-runtime/store";
import { focusFirstIssue } from "@/fields/layout/focusIssue";
import { useAskReason, useConfirmWarnings, wantsReason } from "@/ui/confirm";
import { tell, warn } from "@/ui/feedback";
import { useProblemText } from "@/ui/problems";
import { useUploadCount } from "@/ui/uploads";

interface Options {
  app: string;
  form: string;
  published: PublishedForm;
  record?: RecordView;
  store: FormStore;
  onSaved: (record: RecordView) => void;
}

/** What the person has said to questions that a save asked. */
interface Answers {
  confirm: string[];
  reason?: string;
}

/** Saves a form: refusals go to their fields, warnings are asked about, and nothing is ever written twice. */
export function useSave({ app, form, published, record, store, onSaved }: Options) {
  const { t } = useTranslation("records");
  const client = useQueryClient();
  const problemText = useProblemText();
  const confirmWarnings = useConfirmWarnings();
  const askReason = useAskReason();
  const [busy, setBusy] = useState(false);
  const attempt = useRef({ body: "", key: "" });

  const write = async (submit: boolean, { confirm, reason }: Answers): Promise<RecordView> => {
    const values = valuesToSend(store, published, record);
    if (record) {
      const changed = Object.keys(values).length > 0;
      const saved = changed ? await updateRecord(app, form, record, values, { confirm, reason }) : record;
      if (submit) {
        await submitRecord(app, form, saved.id, saved.version, { confirm });
      }
      return saved;
    }
    const body = JSON.stringify([values, submit, confirm, reason]);
    if (attempt.current.body !== body) {
      attempt.current = { body, key: newKey() };
    }
    return createRecord(app, form, values, submit, { confirm, reason, idempotencyKey: attempt.current.key });
  };

  /** What else the person says, so that it can be tried again; `null` where it is left. */
  const refused = async (problem: ApiProblem, said: Answers): Promise<Answers | null> => {
    if (problem.slug === "confirmation_required") {
      const sure = await confirmWarnings(problem.issues);
      return sure ? { ...said, confirm: [...new Set([...said.confirm, ...codesOf(problem.issues)])] } : null;
    }
    if (wantsReason(problem.issues)) {
      const reason = await askReason();
      return reason ? { ...said, reason } : null;
    }
    if (problem.status === 409) {
      void warn({ title: t("form.stale"), content: t("form.staleText") });
    } else if (problem.issues.length > 0) {
      store.getState().refuse(problem.issues);
      focusFirstIssue();
    } else {
      tell.error(problemText(problem));
    }
    return null;
  };

  const save = async (submit: boolean) => {
    if (useUploadCount.getState().count > 0) {
      tell.warning(t("form.uploading"));
      return;
    }
    let said: Answers | null = { confirm: [] };
    setBusy(true);
    try {
      while (said) {
        try {
          const saved = await write(submit, said);
          await Promise.all([
            client.invalidateQueries({ queryKey: ["records", app, form] }),
            client.invalidateQueries({ queryKey: ["record", app, form, saved.id] }),
            client.invalidateQueries({ queryKey: ["tasks"] }),
          ]);
          tell.success(t(submit ? "form.submitted" : "form.saved"));
          onSaved(saved);
          return;
        } catch (error) {
          said = await refused(asProblem(error), said);
        }
      }
    } finally {
      setBusy(false);
    }
  };
  return { busy, save };
}

const codesOf = (issues: Issue[]) => issues.filter((issue) => issue.severity === "warning").map((issue) => issue.code);

/** What is sent: of a new record all that is not blank, of an old one what differs. */
function valuesToSend(store: FormStore, published: PublishedForm, record: RecordView | undefined): Values {
  const { fields } = published.spec;
  const { values } = store.getState();
  if (record) {
    return changedFields(fields, published.rights, record.values, values);
  }
  const now = writtenValues(fields, published.rights, values);
  return Object.fromEntries(Object.entries(now).filter(([, value]) => !isBlank(value)));
}
