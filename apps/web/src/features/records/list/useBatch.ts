import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/errors";
import { type BatchBody, batchRecords, type Meant } from "@/api/queries/changes";
import { exportRecords } from "@/api/queries/records";
import type { ButtonSpec } from "@/core/form-model/spec";
import type { Values } from "@/core/form-runtime/path";
import { useTellMass } from "@/features/changes/useMass";
import { ask } from "@/ui/feedback";
import { useLocalised } from "@/ui/localised";
import { useTellProblem } from "@/ui/problems";
import { useTray } from "@/ui/tray";
import { meant, type Selection } from "./selection";
import type { List } from "./useList";

type What = Omit<BatchBody, "records" | "where">;

/** Does things with the chosen records of a list. */
export function useBatch(list: List, selection: Selection) {
  const { t } = useTranslation("changes");
  const localised = useLocalised();
  const client = useQueryClient();
  const tellMass = useTellMass();
  const tellProblem = useTellProblem();
  const openTray = useTray((tray) => tray.setOpen);
  const [busy, setBusy] = useState(false);
  const { app, form, question, columns } = list;

  /** One act; what is wrong with the request itself goes to the caller. */
  const run = async (what: What, which: Meant = meant(selection, question)): Promise<void> => {
    setBusy(true);
    try {
      const begun = await batchRecords(app, form, { ...what, ...which } as BatchBody, crypto.randomUUID());
      selection.clear();
      const again = (left: { record: string }[], confirm: string[]) =>
        void run({ ...what, confirm }, { records: left.map(({ record }) => ({ id: record })) }).catch(tellProblem);
      void tellMass(begun, { again });
    } finally {
      setBusy(false);
    }
  };

  const update = async (values: Values, reason?: string) => {
    try {
      await run({ act: "update", values, reason });
      return null;
    } catch (error) {
      return asProblem(error);
    }
  };
  const remove = async (count: string) => {
    const sure = await ask({
      title: t("select.deleteTitle", { count }),
      content: t("select.deleteText"),
      okText: t("common:act.delete"),
      okButtonProps: { danger: true },
    });
    if (sure) {
      await run({ act: "delete" }).catch(tellProblem);
    }
  };
  const press = async (button: ButtonSpec, count: string) => {
    const name = localised(button.label);
    if (await ask({ title: t("select.pressTitle", { name, count }) })) {
      await run({ act: "press", button: button.key }).catch(tellProblem);
    }
  };
  const takeOut = async () => {
    const { view, filter, search, sort } = question;
    const fields = columns.filter((key) => !key.includes("."));
    const ids = [...selection.chosen.keys()];
    const which = selection.all
      ? { view, filter, search }
      : { filter: { field: "_id", op: "in" as const, value: ids } };
    try {
      await exportRecords(app, form, { ...which, sort, fields, format: "xlsx" });
      void client.invalidateQueries({ queryKey: ["jobs"] });
      openTray(true);
    } catch (error) {
      tellProblem(error);
    }
  };
  return { busy, update, remove, press, takeOut };
}
