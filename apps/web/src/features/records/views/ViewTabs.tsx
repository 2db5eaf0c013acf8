import { MoreOutlined, PlusOutlined, TeamOutlined } from "@ant-design/icons";
import { Button, Dropdown, type MenuProps } from "antd";
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SavedView } from "@/api/queries/views";
import type { ViewSpec } from "@/core/form-model/spec";
import { type DrawnKind, drawnKinds, kindOf } from "@/core/view-model/kinds";
import { startSettings } from "@/core/view-model/start";
import { freshKey, isChanged, withChanges } from "@/core/view-model/view";
import { useLocalised } from "@/ui/localised";
import type { List } from "../list/useList";
import { viewKinds } from "./kinds";
import { useViewActs } from "./useViewActs";
import styles from "./ViewTabs.module.css";

const ViewForm = lazy(() => import("./ViewForm").then(({ ViewForm }) => ({ default: ViewForm })));

/** A view that is being described: a new one, or one that is there. */
interface Editing {
  view?: SavedView;
  spec: ViewSpec;
  shared: boolean;
}

/** The views of a list as tabs, what can be done with them, and what is not saved of the present one. */
export function ViewTabs({ list }: { list: List }) {
  const { t } = useTranslation("views");
  const localised = useLocalised();
  const acts = useViewActs(list);
  const [editing, setEditing] = useState<Editing | null>(null);
  const { views, saved, spec, search, columns } = list;
  const fresh = (kind: DrawnKind) => {
    const settings = startSettings(kind, spec, columns);
    if (settings) {
      const name = { "zh-CN": t(`kind.${kind}`) };
      setEditing({ spec: { key: freshKey(), name, show: { kind, settings } }, shared: false });
    }
  };
  const saveAs = () => {
    if (saved) {
      setEditing({ spec: acts.copyOf(saved, withChanges(saved.spec, search)), shared: false });
    }
  };
  return (
    <div className={styles.views}>
      <TabList
        views={views.items}
        chosen={saved?.key}
        onOpen={acts.open}
        onMove={(view, step) => void acts.move(view, step)}
      />
      <Dropdown
        trigger={["click"]}
        autoFocus
        menu={{
          items: drawnKinds.map((kind) => {
            const { icon: Icon } = viewKinds[kind];
            const possible = startSettings(kind, spec, columns) !== null;
            return {
              key: kind,
              icon: <Icon aria-hidden />,
              label: t(possible ? `kind.${kind}` : `lacks.${kind}`),
              disabled: !possible,
              onClick: () => fresh(kind),
            };
          }),
        }}
      >
        <Button type="text" size="small" icon={<PlusOutlined aria-hidden />} aria-label={t("new")} />
      </Dropdown>
      {saved ? (
        <ViewMenu
          list={list}
          acts={acts}
          view={saved}
          onEdit={() => setEditing({ view: saved, spec: saved.spec, shared: saved.shared })}
        />
      ) : null}
      {saved && isChanged(search) ? (
        <span className={styles.unsaved} role="status">
          {t("unsaved")}
          {saved.may_change ? (
            <Button type="link" size="small" loading={acts.busy} onClick={() => void acts.save(saved)}>
              {t(saved.shared ? "saveForAll" : "common:act.save")}
            </Button>
          ) : null}
          <Button type="link" size="small" onClick={saveAs}>
            {t("saveAs")}
          </Button>
          <Button type="link" size="small" onClick={acts.reset}>
            {t("reset")}
          </Button>
        </span>
      ) : null}
      {saved?.held_back ? <span className={styles.note}>{t("heldBack", { count: saved.held_back })}</span> : null}
      <Suspense>
        {editing ? (
          <ViewForm
            key={editing.spec.key}
            list={list}
            spec={editing.spec}
            shared={editing.shared}
            isNew={!editing.view}
            name={editing.view ? localised(editing.spec.name) : ""}
            busy={acts.busy}
            onClose={() => setEditing(null)}
            onSave={async (next, shared) => {
              const { view } = editing;
              if (await (view ? acts.store(view, next, shared) : acts.add(next, shared))) {
                setEditing(null);
              }
            }}
          />
        ) : null}
      </Suspense>
    </div>
  );
}

interface TabListProps {
  views: SavedView[];
  chosen: string | undefined;
  onOpen: (key: string) => void;
  onMove: (view: SavedView, step: number) => void;
}

const draggedView = "application/x-mortise-view";

/**
 * The tabs in one line that can be pushed sideways; arrow keys go from one to the next. Those that may be changed are
 * dragged to another place, shared ones among the shared; the menu has steps for keys.
 */
function TabList({ views, chosen, onOpen, onMove }: TabListProps) {
  const { t } = useTranslation("views");
  const line = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tab that was chosen comes into sight
  useEffect(() => {
    line.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [chosen, views.length]);
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")];
    const at = tabs.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (at !== -1 && to !== undefined) {
      event.preventDefault();
      tabs[(to + tabs.length) % tabs.length]?.focus();
    }
  };
  const drop = (key: string, to: SavedView) => {
    const moved = views.find((view) => view.key === key);
    const group = views.filter((view) => view.shared === to.shared);
    if (moved && group.includes(moved)) {
      onMove(moved, group.indexOf(to) - group.indexOf(moved));
    }
  };
  return (
    <div ref={line} role="tablist" tabIndex={-1} aria-label={t("tabs")} className={styles.tabs} onKeyDown={press}>
      {views.map((view) => (
        <button
          key={view.key}
          type="button"
          role="tab"
          aria-selected={view.key === chosen}
          tabIndex={view.key === chosen ? 0 : -1}
          className={styles.tab}
          draggable={view.may_change}
          onDragStart={(event) => {
            event.dataTransfer.setData(draggedView, view.key);
            event.dataTransfer.effectAllowed = "move";
          }}
          onDragOver={(event) => event.dataTransfer.types.includes(draggedView) && event.preventDefault()}
          onDrop={(event) => drop(event.dataTransfer.getData(draggedView), view)}
          onClick={() => onOpen(view.key)}
        >
          <TabName view={view} />
        </button>
      ))}
    </div>
  );
}

function TabName({ view }: { view: SavedView }) {
  const { t } = useTranslation("views");
  const localised = useLocalised();
  const { icon: Icon } = viewKinds[kindOf(view.spec)];
  return (
    <span className={styles.name}>
      <Icon aria-hidden className={styles.icon} />
      {localised(view.spec.name)}
      {view.shared ? null : <span className={styles.own}>{t("own")}</span>}
    </span>
  );
}

interface MenuPropsOf {
  list: List;
  acts: ReturnType<typeof useViewActs>;
  view: SavedView;
  onEdit: () => void;
}

/** What can be done with the view that is shown. */
function ViewMenu({ list, acts, view, onEdit }: MenuPropsOf) {
  const { t } = useTranslation("views");
  const localised = useLocalised();
  const canShare = list.views.may_share && view.may_change;
  const items: MenuProps["items"] = [
    { key: "edit", label: t("settings"), disabled: !view.may_change, onClick: onEdit },
    { key: "duplicate", label: t("duplicate"), onClick: () => void acts.duplicate() },
    ...(canShare && !view.of_form
      ? [
          {
            key: "share",
            icon: <TeamOutlined aria-hidden />,
            label: t(view.shared ? "unshare" : "share"),
            onClick: () => void acts.share(view, !view.shared),
          },
        ]
      : []),
    { type: "divider" },
    { key: "left", label: t("moveLeft"), disabled: !acts.canMove(view, -1), onClick: () => void acts.move(view, -1) },
    { key: "right", label: t("moveRight"), disabled: !acts.canMove(view, 1), onClick: () => void acts.move(view, 1) },
    { type: "divider" },
    {
      key: "delete",
      danger: true,
      label: t(view.of_form ? "restore" : "common:act.delete"),
      disabled: !view.may_change || view.version === null,
      onClick: () => void acts.remove(view),
    },
  ];
  return (
    <Dropdown trigger={["click"]} autoFocus menu={{ items }}>
      <Button
        type="text"
        size="small"
        loading={acts.busy}
        icon={<MoreOutlined aria-hidden />}
        aria-label={t("menu", { name: localised(view.spec.name) })}
      />
    </Dropdown>
  );
}
