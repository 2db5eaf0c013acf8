import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "@/api/client";
import { type ApiProblem, asProblem } from "@/api/errors";
import { type ActBody, actOnInstance, actOnTask, isInstanceAct, type TaskDetail } from "@/api/queries/tasks";
import { changedFields } from "@/core/form-model/changed";
import type { FormSpec } from "@/core/form-model/spec";
import type { FormStore } from "@/core/form-runtime/store";
import { focusFirstIssue } from "@/fields/layout/focusIssue";
import { tell, warn } from "@/ui/feedback";
import { useTellProblem } from "@/ui/problems";
import { rightsAt } from "./rights";

interface Options {
  detail: TaskDetail;
  spec: FormSpec;
  store: FormStore;
  onDone: () => void;
  onRefused: () => void;
  wantComment: () => void;
}

/** Acts that write what was filled in at the node. */
const writing = new Set(["approve", "complete", "resubmit"]);

/** Acts after which the task still waits for the same person. */
const staying = new Set(["comment", "urge", "claim", "unclaim", "recall", "remove_sign"]);

/** Does an act once, puts refusals where they belong, and says kindly that somebody else was faster. */
export function useAct({ detail, spec, store, onDone, onRefused, wantComment }: Options) {
  const { t } = useTranslation("tasks");
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const [busy, setBusy] = useState<string | null>(null);
  const attempt = useRef({ body: "", key: "" });
  const { task, record, instance } = detail;

  const refresh = () => {
    void client.invalidateQueries({ queryKey: ["record", task.app, task.form, record.id] });
    void client.invalidateQueries({ queryKey: ["records", task.app, task.form] });
    void client.invalidateQueries({ queryKey: ["task", task.id] });
    void client.invalidateQueries({ queryKey: ["instance", instance.id] });
    return client.invalidateQueries({ queryKey: ["tasks"] });
  };

  const send = (name: string, extra: ActBody) => {
    const values = writing.has(name)
      ? changedFields(spec.fields, rightsAt(detail), record.values, store.getState().values)
      : {};
    const written = Object.keys(values).length > 0 ? values : undefined;
    if (isInstanceAct(name)) {
      const body: ActBody = { ...extra, values: written };
      return actOnInstance(instance.id, name, body, keyFor(attempt, [name, body]));
    }
    const body: ActBody = { ...extra, values: written, record_version: record.version, version: task.version };
    return actOnTask(task.id, name, body, keyFor(attempt, [name, body]));
  };

  const refused = async (problem: ApiProblem) => {
    if (problem.status === 409 && isClosed(problem)) {
      await refresh();
      await warn({ title: t("closed.title"), content: t("closed.text") });
      onDone();
    } else if (problem.status === 409) {
      await warn({ title: t("stale.title"), content: t("stale.text") });
      await refresh();
    } else if (needsComment(problem)) {
      wantComment();
    } else if (problem.issues.some((issue) => issue.pointer.startsWith("/values"))) {
      onRefused();
      store.getState().refuse(problem.issues);
      focusFirstIssue();
    } else {
      tellProblem(problem);
    }
  };

  const act = async (name: string, extra: ActBody): Promise<boolean> => {
    setBusy(name);
    try {
      await send(name, extra);
      tell.success(t(`done.${name}`));
      if (!staying.has(name)) {
        onDone();
      }
      await refresh();
      return true;
    } catch (error) {
      await refused(asProblem(error));
      return false;
    } finally {
      setBusy(null);
    }
  };
  return { busy, act };
}

/** The same key for the same attempt, so that a repeat after a lost answer does nothing twice. */
function keyFor(attempt: { current: { body: string; key: string } }, what: unknown): string {
  const body = JSON.stringify(what);
  if (attempt.current.body !== body) {
    attempt.current = { body, key: newKey() };
  }
  return attempt.current.key;
}

const hasCode = (problem: ApiProblem, code: string) =>
  problem.slug === code || problem.issues.some((issue) => issue.code === code);

const isClosed = (problem: ApiProblem) => hasCode(problem, "task_closed") || hasCode(problem, "instance_ended");

const needsComment = (problem: ApiProblem) => hasCode(problem, "comment_required");
