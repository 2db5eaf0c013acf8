import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ChangeSetView, isJob, undoChanges } from "@/api/queries/changes";
import { ask, tell } from "@/ui/feedback";
import { useTellProblem } from "@/ui/problems";
import { LeftRecords } from "./LeftRecords";
import { useTellMass } from "./useMass";

/** Change sets up to this size are rehearsed while the person waits. */
const rehearsed = 200;

/** Takes a change set back, after saying plainly what that does and what it leaves. */
export function useUndo() {
  const { t } = useTranslation("changes");
  const tellMass = useTellMass();
  const tellProblem = useTellProblem();
  const [busy, setBusy] = useState(false);
  const go = async (set: ChangeSetView) => {
    const small = (set.size ?? rehearsed) <= rehearsed;
    const plan = small ? await undoChanges(set.id, { dry_run: true }) : null;
    const known = plan && !isJob(plan) ? plan : null;
    if (known && known.done === 0 && known.left === 0) {
      tell.warning(t("undo.nothing"));
      return;
    }
    const sure = await ask({
      title: t("undo.title"),
      width: 560,
      content: known ? (
        <>
          <p>{t("undo.plan", { count: known.done })}</p>
          {known.left > 0 ? (
            <>
              <p>{t("undo.conflicts", { count: known.left })}</p>
              <LeftRecords result={known} />
            </>
          ) : null}
        </>
      ) : (
        <p>{t("undo.large")}</p>
      ),
      okText: t("undo.act"),
      okButtonProps: { disabled: known?.done === 0 },
    });
    if (sure) {
      await tellMass(await undoChanges(set.id, {}, crypto.randomUUID()), { undoable: false });
    }
  };
  const undo = async (set: ChangeSetView) => {
    setBusy(true);
    try {
      await go(set);
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return { undo, busy };
}
