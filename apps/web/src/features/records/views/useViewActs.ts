import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteView, type SavedView, saveView, type ViewList, type ViewToSave, viewsQuery } from "@/api/queries/views";
import type { ViewSpec } from "@/core/form-model/spec";
import { freshKey, placeAfterMove, withChanges } from "@/core/view-model/view";
import { ask, tell } from "@/ui/feedback";
import { useLocalised } from "@/ui/localised";
import { useTellProblem } from "@/ui/problems";
import type { List } from "../list/useList";

/** What no view has of its own: it goes with the one that is left. */
export const unchanged = {
  filter: undefined,
  sort: undefined,
  columns: undefined,
  widths: undefined,
  pinned: undefined,
  group: undefined,
};

/** What can be done with the views of a list. */
export function useViewActs({ app, form, views, saved, search, change }: List) {
  const { t } = useTranslation("views");
  const localised = useLocalised();
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const [busy, setBusy] = useState(false);
  const query = viewsQuery(app, form);

  /** Runs an act and fetches the views anew; whether it was done. */
  const run = async (act: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    try {
      await act();
      await client.invalidateQueries({ queryKey: query.queryKey });
      await client.invalidateQueries({ queryKey: ["records", app, form] });
      return true;
    } catch (error) {
      tellProblem(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  /** Puts a view among the known ones before its tab is chosen, so that nothing else is shown meanwhile. */
  const put = async (view: ViewToSave) => {
    const done = await saveView(app, form, view);
    client.setQueryData<ViewList>(query.queryKey, (known) =>
      known ? { ...known, items: [...known.items.filter((item) => item.key !== done.key), done] } : known,
    );
    return done;
  };
  const open = (key: string) => change({ ...unchanged, view: key });
  const sent = (view: SavedView, spec: ViewSpec = view.spec): ViewToSave => ({
    spec,
    version: view.version ?? undefined,
  });

  const add = async (spec: ViewSpec, shared: boolean) => {
    const done = await run(async () => {
      await put({ spec, shared });
      open(spec.key);
    });
    if (done) {
      tell.success(t("saved"));
    }
    return done;
  };
  const store = async (view: SavedView, spec: ViewSpec, shared: boolean) => {
    const done = await run(() => put({ ...sent(view, spec), shared: shared === view.shared ? undefined : shared }));
    if (done) {
      tell.success(t("saved"));
    }
    return done;
  };
  /** Makes what the address changes a part of the view. */
  const save = async (view: SavedView) => {
    if (await store(view, withChanges(view.spec, search), view.shared)) {
      change(unchanged);
    }
  };
  const copyOf = (view: SavedView, spec: ViewSpec): ViewSpec => ({
    ...spec,
    key: freshKey(),
    name: { "zh-CN": t("copyOf", { name: localised(view.spec.name) }) },
    roles: [],
  });
  const remove = async (view: SavedView) => {
    const name = localised(view.spec.name);
    const sure = await ask({
      title: t(view.of_form ? "restoreTitle" : "deleteTitle", { name }),
      content: t(view.of_form ? "restoreText" : view.shared ? "deleteShared" : "deleteText"),
      okText: t(view.of_form ? "restore" : "common:act.delete"),
      okButtonProps: { danger: true },
      cancelText: t("common:act.cancel"),
    });
    const take = async () => {
      await deleteView(app, form, view);
      if (!view.of_form) {
        // Nothing may be asked through it any more, not even while the others are fetched.
        client.setQueryData<ViewList>(query.queryKey, (known) =>
          known ? { ...known, items: known.items.filter((item) => item.key !== view.key) } : known,
        );
      }
    };
    if (sure && (await run(take))) {
      change({ ...unchanged, view: view.of_form ? view.key : undefined });
      tell.success(t(view.of_form ? "restored" : "deleted"));
    }
  };
  const move = (view: SavedView, step: number) => {
    const group = views.items.filter((item) => item.shared === view.shared);
    const at = group.indexOf(view);
    if (step === 0) {
      return Promise.resolve(true);
    }
    const place = placeAfterMove(
      group.map((item) => item.position),
      at,
      step,
    );
    return run(async () => {
      if (place !== null) {
        await saveView(app, form, { ...sent(view), position: place });
        return;
      }
      // There is no room left between the neighbours: all of them are spread out anew.
      const order = group.toSpliced(at, 1).toSpliced(at + step, 0, view);
      for (const [index, item] of order.entries()) {
        await saveView(app, form, { ...sent(item), position: (index + 1) * 1000 });
      }
    });
  };
  return {
    busy,
    open,
    add,
    store,
    remove,
    move,
    copyOf,
    save,
    reset: () => change(unchanged),
    duplicate: () => saved && add(copyOf(saved, saved.spec), false),
    share: (view: SavedView, shared: boolean) => store(view, view.spec, shared),
    canMove: (view: SavedView, step: -1 | 1) => {
      const group = views.items.filter((item) => item.shared === view.shared);
      const to = group.indexOf(view) + step;
      return view.may_change && to >= 0 && to < group.length;
    },
  };
}

export type ViewActs = ReturnType<typeof useViewActs>;
