import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { isJob, type MassBegun, type MassResult, undoChanges } from "@/api/queries/changes";
import { ask, tell, warn } from "@/ui/feedback";
import { useTellProblem } from "@/ui/problems";
import { useTray } from "@/ui/tray";
import { LeftRecords } from "./LeftRecords";

/** How long the way back is offered. */
const undoSeconds = 10;

/** Everything that shows records may be otherwise now. */
export function useRefreshRecords() {
  const client = useQueryClient();
  return useCallback(
    () =>
      Promise.all(
        ["records", "record", "changes", "jobs", "tasks"].map((key) => client.invalidateQueries({ queryKey: [key] })),
      ),
    [client],
  );
}

interface Telling {
  /** Does the same with records that only warned, once the person has said so. */
  again?: (left: MassResult["left_records"], codes: string[]) => void;
  /** Whether the way back is offered. */
  undoable?: boolean;
}

/** Tells what came of work on many records, with the way back and what was left. */
export function useTellMass() {
  const { t } = useTranslation("changes");
  const refresh = useRefreshRecords();
  const tellProblem = useTellProblem();
  const openTray = useTray((tray) => tray.setOpen);

  const tellMass = useCallback(
    async (begun: MassBegun, { again, undoable = true }: Telling = {}) => {
      await refresh();
      if (isJob(begun)) {
        tell.success(t("mass.begun"));
        openTray(true);
        return;
      }
      const back = async (set: string) => {
        tell.clear();
        try {
          await tellMass(await undoChanges(set, {}, crypto.randomUUID()), { undoable: false });
        } catch (error) {
          tellProblem(error);
        }
      };
      const set = undoable ? begun.change_set : null;
      const text = begun.done > 0 ? t("mass.done", { count: begun.done }) : t("mass.nothing");
      (begun.done > 0 || begun.left === 0 ? tell.success : tell.warning)(
        <span>
          {text}
          {set ? (
            <Button type="link" size="small" onClick={() => void back(set)}>
              {t("undo.act")}
            </Button>
          ) : null}
        </span>,
        undoSeconds,
      );
      if (begun.left > 0) {
        await tellLeft(begun);
      }

      async function tellLeft(result: MassResult) {
        const warned = result.left_records.filter((left) => left.issues.every((issue) => issue.severity === "warning"));
        const title = t("mass.left", { count: result.left });
        const content = <LeftRecords result={result} />;
        if (!again || warned.length === 0) {
          return warn({ title, content, width: 560 });
        }
        const sure = await ask({
          title,
          content,
          width: 560,
          okText: t("mass.nevertheless", { count: warned.length }),
          cancelText: t("mass.leave"),
        });
        if (sure) {
          again(warned, [...new Set(warned.flatMap((left) => left.issues.map((issue) => issue.code)))]);
        }
      }
    },
    [t, refresh, tellProblem, openTray],
  );
  return tellMass;
}
