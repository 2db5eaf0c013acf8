import { CloseOutlined, CopyOutlined, DeleteOutlined, DownloadOutlined, EditOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { grouped } from "@/fields/_shared/text";
import { useLocalised } from "@/ui/localised";
import styles from "./ListPage.module.css";
import type { Selection } from "./selection";
import { useBatch } from "./useBatch";
import { useCopy } from "./useCopy";
import type { List } from "./useList";

const ChangeField = lazy(() => import("./ChangeField").then((module) => ({ default: module.ChangeField })));

/** Whether something can be done with many records of the list at once. */
export function canSelect({ published }: List): boolean {
  return published.acts.some((act) => act === "update" || act === "delete" || act === "export");
}

/** What can be done with the chosen records. */
export function SelectionBar({ list, selection }: { list: List; selection: Selection }) {
  const { t } = useTranslation("changes");
  const localised = useLocalised();
  const batch = useBatch(list, selection);
  const copy = useCopy(list, selection);
  const [changing, setChanging] = useState(false);
  const { published, first, records } = list;
  const count = selection.all ? (first?.total ?? records.length) : selection.chosen.size;
  if (count === 0) {
    return null;
  }
  const can = (act: (typeof published.acts)[number]) => published.acts.includes(act);
  const total = first?.total;
  const offersAll = !selection.all && total !== undefined && total > selection.chosen.size;
  const shown = selection.all && first?.total_is_exact === false ? `${grouped(count)}+` : grouped(count);
  const buttons = (published.spec.buttons ?? []).filter((button) => !button.ask?.length);
  return (
    <section className={styles.selection} aria-label={t("select.acts")}>
      <strong aria-live="polite">{t("select.count", { shown })}</strong>
      {offersAll ? (
        <Button type="link" size="small" onClick={selection.chooseAll}>
          {t("select.all", { total: grouped(total) })}
        </Button>
      ) : null}
      {can("update") ? (
        <Button
          size="small"
          icon={<EditOutlined aria-hidden />}
          disabled={batch.busy}
          onClick={() => setChanging(true)}
        >
          {t("select.change")}
        </Button>
      ) : null}
      {can("export") && !selection.all ? (
        <Button size="small" icon={<CopyOutlined aria-hidden />} onClick={() => void copy()}>
          {t("select.copy")}
        </Button>
      ) : null}
      {can("export") ? (
        <Button
          size="small"
          icon={<DownloadOutlined aria-hidden />}
          disabled={batch.busy}
          onClick={() => void batch.takeOut()}
        >
          {t("select.export")}
        </Button>
      ) : null}
      {buttons.length > 0 && can("update") ? (
        <Dropdown
          trigger={["click"]}
          autoFocus
          menu={{
            items: buttons.map((button) => ({
              key: button.key,
              label: localised(button.label),
              onClick: () => void batch.press(button, shown),
            })),
          }}
        >
          <Button size="small" disabled={batch.busy}>
            {t("common:act.more")}
          </Button>
        </Dropdown>
      ) : null}
      {can("delete") ? (
        <Button
          size="small"
          danger
          icon={<DeleteOutlined aria-hidden />}
          disabled={batch.busy}
          onClick={() => void batch.remove(shown)}
        >
          {t("common:act.delete")}
        </Button>
      ) : null}
      <Button size="small" type="text" icon={<CloseOutlined aria-hidden />} onClick={selection.clear}>
        {t("select.clear")}
      </Button>
      {changing ? (
        <Suspense>
          <ChangeField list={list} count={shown} onClose={() => setChanging(false)} onGo={batch.update} />
        </Suspense>
      ) : null}
    </section>
  );
}
