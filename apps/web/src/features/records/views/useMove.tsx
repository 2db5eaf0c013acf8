import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, type Issue } from "@/api/errors";
import { type RecordView, updateRecord, type WriteOptions } from "@/api/queries/records";
import { fieldOf } from "@/core/form-model/spec";
import type { Values } from "@/core/form-runtime/path";
import { useAskReason, useConfirmWarnings, wantsReason } from "@/ui/confirm";
import { tell } from "@/ui/feedback";
import { useIssueText } from "@/ui/issues";
import { useLocalised } from "@/ui/localised";
import { useProblemText } from "@/ui/problems";
import type { List } from "../list/useList";

interface Words {
  name: string;
  place: string;
}

/** How long the way back is offered. */
const undoSeconds = 8;

/**
 * Changes a record by moving it. It stands in its new place at once; where the server refuses, it goes back and the
 * reason is told. What only warns, or needs a reason, is asked about.
 */
export function useMove({ app, form, spec }: Pick<List, "app" | "form" | "spec">, recount: () => Promise<unknown>) {
  const { t } = useTranslation("views");
  const client = useQueryClient();
  const localised = useLocalised();
  const problemText = useProblemText();
  const issueText = useIssueText();
  const confirmWarnings = useConfirmWarnings();
  const askReason = useAskReason();
  const [moved, setMoved] = useState<Record<string, RecordView>>({});

  /** An issue with the name of its field. */
  const told = (issue: Issue) => {
    const field = fieldOf(spec, issue.pointer.split("/")[2] ?? "");
    return field ? t("board.issue", { name: localised(field.label), why: issueText(issue) }) : issueText(issue);
  };
  const write = async (record: RecordView, values: Values): Promise<RecordView | null> => {
    for (let said: WriteOptions = {}; ; ) {
      try {
        return await updateRecord(app, form, record, values, said);
      } catch (error) {
        const problem = asProblem(error);
        if (problem.slug === "confirmation_required") {
          if (!(await confirmWarnings(problem.issues))) {
            return null;
          }
          said = { ...said, confirm: [...(said.confirm ?? []), ...problem.issues.map((issue) => issue.code)] };
        } else if (!said.reason && wantsReason(problem.issues)) {
          const reason = await askReason();
          if (!reason) {
            return null;
          }
          said = { ...said, reason };
        } else {
          const why = problem.issues.map(told).join(" ") || problemText(problem);
          tell.error(t("board.refused", { name: record.title, why }));
          return null;
        }
      }
    }
  };
  const move = async (record: RecordView, values: Values, words: Words, isUndo = false): Promise<void> => {
    const before = Object.fromEntries(Object.keys(values).map((key) => [key, record.values[key] ?? null]));
    setMoved((all) => ({ ...all, [record.id]: { ...record, values: { ...record.values, ...values } } }));
    const done = await write(record, values);
    await Promise.all([
      client.invalidateQueries({ queryKey: ["records", app, form] }),
      client.invalidateQueries({ queryKey: ["record", app, form, record.id] }),
      client.invalidateQueries({ queryKey: ["pivot", app] }),
      recount(),
    ]);
    setMoved(({ [record.id]: _, ...rest }) => rest);
    if (done && !isUndo) {
      const back = () => {
        tell.clear();
        void move({ ...done, title: record.title }, backValues(before), words, true);
      };
      tell.success(
        <>
          {t("board.moved", { ...words })}{" "}
          <Button type="link" size="small" onClick={back}>
            {t("board.undo")}
          </Button>
        </>,
        undoSeconds,
      );
    }
  };
  return { move, moved };
}

/** Values as they are written: of what is referred to, its id. */
function backValues(values: Values): Values {
  const written = Object.entries(values).map(([key, value]) => {
    const isRef = typeof value === "object" && value !== null && !Array.isArray(value) && "id" in value;
    return [key, isRef ? (value.id ?? null) : value];
  });
  return Object.fromEntries(written) as Values;
}
