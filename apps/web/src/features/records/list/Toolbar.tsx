import {
  FilterOutlined,
  GroupOutlined,
  SearchOutlined,
  SettingOutlined,
  SortAscendingOutlined,
} from "@ant-design/icons";
import { Badge, Button, Drawer, Input, Popover } from "antd";
import { type ReactNode, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { countLines, fromFilter } from "@/core/filter/rows";
import { groupOf, groupText } from "@/core/view-model/groups";
import { useDebounced } from "@/ui/useDebounced";
import { useNarrow } from "@/ui/useNarrow";
import { viewKinds } from "../views/kinds";
import { ViewTabs } from "../views/ViewTabs";
import { ColumnChoice } from "./ColumnChoice";
import { FilterPanel } from "./FilterPanel";
import { GroupPanel } from "./GroupPanel";
import styles from "./ListPage.module.css";
import { SortPanel } from "./SortPanel";
import type { List } from "./useList";

/** Views, search, filter, order and columns of a list. */
export function Toolbar({ list }: { list: List }) {
  const { t } = useTranslation("records");
  const { spec, view, search, change, columns, kind } = list;
  const group = search.filter ? fromFilter(search.filter) : null;
  const together = groupOf(spec, view, search.group);
  const filters = search.filter ? (group ? countLines(group) : 1) : 0;
  return (
    <div className={styles.toolbar}>
      <ViewTabs list={list} />
      <SearchBox value={search.q ?? ""} onChange={(q) => change({ q: q || undefined })} />
      <Panel icon={<FilterOutlined aria-hidden />} name={t("list.filter")} count={filters}>
        {(close) => <FilterPanel key={JSON.stringify(search.filter)} list={list} onClose={close} />}
      </Panel>
      {viewKinds[kind].sorted ? (
        <Panel icon={<SortAscendingOutlined aria-hidden />} name={t("list.sort")} count={search.sort?.length ?? 0}>
          {() => <SortPanel spec={spec} sort={search.sort ?? view?.sort ?? []} onChange={(sort) => change({ sort })} />}
        </Panel>
      ) : null}
      {kind === "table" ? (
        <Panel icon={<GroupOutlined aria-hidden />} name={t("list.group")} count={together ? 1 : 0}>
          {() => <GroupPanel spec={spec} group={together} onChange={(next) => change({ group: groupText(next) })} />}
        </Panel>
      ) : null}
      {viewKinds[kind].columned ? (
        <Panel icon={<SettingOutlined aria-hidden />} name={t("list.columns")} count={0}>
          {() => (
            <ColumnChoice
              spec={spec}
              chosen={columns}
              onChange={(next) => change({ columns: next })}
              pinned={search.pinned ?? (view?.show.settings.pinned || 1)}
              onPin={kind === "table" ? (pinned) => change({ pinned }) : undefined}
            />
          )}
        </Panel>
      ) : null}
    </div>
  );
}

/** A quick search that asks once the typing pauses, and never in the middle of a word that is being composed. */
function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation("records");
  const [typed, setTyped] = useState(value);
  const [composing, setComposing] = useState(false);
  const settled = useDebounced(composing ? value : typed, 300);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a pause in typing asks anew
  useEffect(() => {
    if (settled !== value) {
      onChange(settled);
    }
  }, [settled]);
  return (
    <Input
      className={styles.search}
      allowClear
      prefix={<SearchOutlined aria-hidden />}
      placeholder={t("list.search")}
      aria-label={t("list.search")}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
    />
  );
}

interface PanelProps {
  icon: ReactNode;
  name: string;
  count: number;
  children: (close: () => void) => ReactNode;
}

/** A button that opens a panel: beside it on a desk, from below on a phone. */
function Panel({ icon, name, count, children }: PanelProps) {
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const button = (
    <Badge count={count} size="small" color="var(--m-accent)">
      <Button icon={icon} aria-label={name} aria-expanded={open} onClick={narrow ? () => setOpen(true) : undefined}>
        <span className={styles.wide}>{name}</span>
      </Button>
    </Badge>
  );
  if (narrow) {
    return (
      <>
        {button}
        <Drawer placement="bottom" size="70%" open={open} onClose={close} title={name} destroyOnHidden>
          <Suspense>{children(close)}</Suspense>
        </Drawer>
      </>
    );
  }
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={<Suspense>{children(close)}</Suspense>}
    >
      {button}
    </Popover>
  );
}
