import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, HolderOutlined } from "@ant-design/icons";
import { useDraggable } from "@dnd-kit/core";
import { Button } from "antd";
import { Fragment, memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { splitItem } from "@/core/form-model/design/layout";
import type { LayoutItem } from "@/core/form-model/spec";
import { useLocalised } from "@/ui/localised";
import { CanvasList, useFields } from "./Canvas";
import styles from "./Canvas.module.css";
import { CanvasField } from "./CanvasField";
import { useActs, useDesign } from "./context";
import { wantFocus } from "./focus";
import { partOf } from "./parts";
import { Slot } from "./Slot";

interface Props {
  path: string;
  item: LayoutItem;
  last: boolean;
}

/** One part of the page: a section with its fields, tabs, columns, a line or a note. */
export function CanvasPart({ path, item, last }: Props) {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const { selection, select } = useDesign();
  const chosen = selection !== null && "item" in selection && selection.item === path;
  const kind = partOf(item);
  const name =
    "section" in item
      ? localised(item.section)
      : "note" in item
        ? localised(item.note)
        : "divider" in item
          ? localised(item.divider)
          : "";
  const title = name || t(kind ? `part.${kind}` : "part.embed");
  return (
    <div className={styles.part} data-chosen={chosen ? "" : undefined}>
      <div className={styles.partHead}>
        <button
          type="button"
          className={styles.partName}
          data-part-name=""
          data-faint={name === "" ? "" : undefined}
          onClick={() => {
            select({ item: path });
            wantFocus("name");
          }}
        >
          {title}
        </button>
        <PartTools path={path} title={title} last={last} />
      </div>
      {"section" in item ? <Section path={path} rows={item.fields ?? []} /> : null}
      {"tabs" in item ? <TabsPart path={path} item={item} /> : null}
      {"columns" in item ? (
        <div className={styles.columns}>
          {item.columns.map((column, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns have no key but their place
            <CanvasList key={n} list={`${path}/columns/${n}`} items={column} />
          ))}
        </div>
      ) : null}
      {"divider" in item ? <hr className={styles.rule} /> : null}
    </div>
  );
}

interface ToolsProps {
  path: string;
  title: string;
  last: boolean;
}

const PartTools = memo(function PartTools({ path, title, last }: ToolsProps) {
  const { t } = useTranslation("designer");
  const acts = useActs();
  const { setNodeRef, attributes, listeners } = useDraggable({
    id: `item ${path}`,
    data: { dragged: { take: "item", item: path }, name: title },
  });
  return (
    <span className={styles.tools}>
      <Button
        size="small"
        type="text"
        icon={<ArrowUpOutlined aria-hidden />}
        disabled={splitItem(path).index === 0}
        aria-label={t("tool.up", { name: title })}
        onClick={() => acts.movePart(path, -1)}
      />
      <Button
        size="small"
        type="text"
        icon={<ArrowDownOutlined aria-hidden />}
        disabled={last}
        aria-label={t("tool.down", { name: title })}
        onClick={() => acts.movePart(path, 1)}
      />
      <Button
        size="small"
        type="text"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t("tool.remove", { name: title })}
        onClick={() => acts.removePart(path)}
      />
      <Button
        ref={setNodeRef}
        size="small"
        type="text"
        className={styles.grip}
        icon={<HolderOutlined aria-hidden />}
        {...attributes}
        {...listeners}
        aria-label={t("tool.drag", { name: title })}
      />
    </span>
  );
});

function Section({ path, rows }: { path: string; rows: string[][] }) {
  const { t } = useTranslation("designer");
  const fields = useFields();
  return (
    <div className={styles.section} data-container={`section:${path}`}>
      <Slot place={{ into: "section", section: path, row: 0 }} lies="across" />
      {rows.map((row, n) => (
        <Fragment key={row.join(" ")}>
          <div className={styles.row}>
            <Slot place={{ into: "row", section: path, row: n, cell: 0 }} lies="upright" />
            {row.map((key, cell) => {
              const field = fields.get(key);
              return (
                <Fragment key={key}>
                  {field ? <CanvasField field={field} /> : null}
                  <Slot place={{ into: "row", section: path, row: n, cell: cell + 1 }} lies="upright" />
                </Fragment>
              );
            })}
          </div>
          <Slot place={{ into: "section", section: path, row: n + 1 }} lies="across" />
        </Fragment>
      ))}
      {rows.length === 0 ? <p className={styles.hint}>{t("canvas.emptySection")}</p> : null}
    </div>
  );
}

function TabsPart({ path, item }: { path: string; item: Extract<LayoutItem, { tabs: unknown }> }) {
  const localised = useLocalised();
  const { t } = useTranslation("designer");
  const [open, setOpen] = useState(0);
  const at = Math.min(open, item.tabs.length - 1);
  const tab = item.tabs[at];
  return (
    <div>
      <div className={styles.tabs}>
        {item.tabs.map((one, n) => (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: tabs have no key but their place
            key={n}
            type="button"
            aria-pressed={n === at}
            onClick={() => setOpen(n)}
          >
            {localised(one.name) || t("part.tab", { n: n + 1 })}
          </button>
        ))}
      </div>
      {tab ? <CanvasList list={`${path}/tabs/${at}`} items={tab.items} /> : null}
    </div>
  );
}
