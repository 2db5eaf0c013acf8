import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "@/api/client";
import { ApiProblem, type ProblemBody } from "@/api/errors";
import { decideTasks } from "@/api/queries/tasks";
import type { TaskView } from "@/api/types";
import { tell } from "@/ui/feedback";
import { useProblemText, useTellProblem } from "@/ui/problems";

/** More are not decided at once. */
export const most = 100;

/** Several tasks of the list at once: which are chosen, and what kept some of them from being decided. */
export interface Batch {
  chosen: ReadonlySet<string>;
  /** Why a task could not be decided, by its id. */
  refused: ReadonlyMap<string, string>;
  busy: boolean;
  choose: (ids: string[], on: boolean) => void;
  decide: (action: "approve" | "reject", comment: string) => Promise<void>;
}

/** `onDone` is called with the tasks that were decided. */
export function useBatch(tasks: TaskView[], onDone: (done: string[]) => void): Batch {
  const { t } = useTranslation("tasks");
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const problemText = useProblemText();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  const [busy, setBusy] = useState(false);
  const there = tasks.filter((task) => chosen.has(task.id)).slice(0, most);

  const decide = async (action: "approve" | "reject", comment: string) => {
    setBusy(true);
    try {
      const seen = there.map(({ id, version }) => ({ task: id, version }));
      const { items } = await decideTasks(action, seen, comment.trim() || undefined, newKey());
      const told = items.map((item, at) => ({ ...item, id: there[at]?.id ?? "" }));
      const failed = told.filter((item) => !item.done);
      const done = told.filter((item) => item.done).map((item) => item.id);
      const why = (problem: ProblemBody | null) => (problem ? problemText(new ApiProblem(problem)) : t("batch.failed"));
      setRefused(new Map(failed.map((item) => [item.id, why(item.problem)])));
      setChosen(new Set(failed.map((item) => item.id)));
      if (failed.length === 0) {
        tell.success(t(`batch.done.${action}`, { count: done.length }));
      } else {
        tell.warning(t("batch.some", { done: done.length, count: failed.length }));
      }
      onDone(done);
      await client.invalidateQueries({ queryKey: ["tasks"] });
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return {
    chosen: new Set(there.map((task) => task.id)),
    refused,
    busy,
    choose: (ids, on) =>
      setChosen((before) => new Set(on ? [...before, ...ids] : [...before].filter((id) => !ids.includes(id)))),
    decide,
  };
}
