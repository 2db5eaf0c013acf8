// biome-ignore-all lint/a11y/useSemanticElements: only what is in sight is drawn, which the rows of a table element do not allow
import { CaretDownOutlined, CaretRightOutlined, MoreOutlined } from "@ant-design/icons";
import { Link, useNavigate } from "@tanstack/react-router";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { Button, Dropdown } from "antd";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordView } from "@/api/queries/records";
import { columnValue } from "@/core/form-model/system";
import type { TreeLine } from "@/core/view-model/branches";
import { FieldCell } from "@/fields/FieldValue";
import { kindUi } from "@/fields/index";
import { useLocalised } from "@/ui/localised";
import { useNarrow } from "@/ui/useNarrow";
import { columnField, type List, recordLink } from "../../list/useList";
import styles from "./Tree.module.css";

interface Props {
  label: string;
  list: List;
  lines: TreeLine<RecordView>[];
  onToggle: (key: string) => void;
  /** Absent where nothing may be moved. */
  onMove?: (record: RecordView) => void;
  onTop?: (record: RecordView) => void;
  isTop?: (record: RecordView) => boolean;
  /** What is said of all that stands below a value, in a column. */
  summary?: (line: TreeLine<RecordView>, column: string) => string;
  /** What else stands beside the name of a line. */
  more?: (line: TreeLine<RecordView>, reachable: boolean) => ReactNode;
}

const height = 40;

/** The lines of a tree as rows and columns. Arrow keys go up and down, open and close; Enter opens the record. */
export function TreeGrid({ label, list, lines, onToggle, onMove, onTop, isTop, summary, more }: Props) {
  const localised = useLocalised();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const frame = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const at = Math.max(
    lines.findIndex((line) => line.key === current),
    0,
  );
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 8,
    scrollMargin: height,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return at >= lines.length || shown.includes(at) ? shown : [...shown, at].sort((a, b) => a - b);
    },
  });
  const columns = narrow ? [] : list.columns;
  const widths = columns.map((key) => kindUi(columnField(list.spec, key).type.kind).width);
  const template = ["minmax(0, 2fr)", ...widths.map((width) => `minmax(${width}px, 1fr)`)].join(" ");
  // Each row is a grid of its own: their columns only meet where all rows are equally wide.
  const shape = {
    gridTemplateColumns: template,
    minWidth: widths.reduce((sum, width) => sum + width + 12, narrow ? 0 : 304),
  };
  const go = (index: number) => {
    const line = lines[index];
    if (line) {
      setCurrent(line.key);
      virtual.scrollToIndex(index);
      requestAnimationFrame(() =>
        frame.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(line.key)}"]`)?.focus(),
      );
    }
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const line = lines[at];
    // Keys of a button within the row are its own.
    if (!line || event.target !== event.currentTarget) {
      return;
    }
    const act = keyActs[event.key];
    if (act) {
      event.preventDefault();
      act({
        line,
        at,
        lines,
        go,
        toggle: () => onToggle(line.key),
        open: () => line.record && void navigate(recordLink(list, line.record)),
      });
    }
  };
  return (
    <div ref={frame} role="treegrid" aria-label={label} aria-rowcount={lines.length + 1} className={styles.frame}>
      <div role="rowgroup" className={styles.head}>
        <div role="row" tabIndex={-1} aria-rowindex={1} className={styles.row} style={shape}>
          <span role="columnheader" tabIndex={-1}>
            {localised(list.spec.name)}
          </span>
          {columns.map((key) => {
            const field = columnField(list.spec, key);
            return (
              <span
                key={key}
                role="columnheader"
                tabIndex={-1}
                className={kindUi(field.type.kind).align ? styles.right : undefined}
              >
                {localised(field.label)}
              </span>
            );
          })}
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          return line ? (
            <div
              key={item.key}
              role="row"
              data-line={line.key}
              tabIndex={item.index === at ? 0 : -1}
              aria-level={line.level}
              aria-posinset={line.place}
              aria-setsize={line.among}
              aria-rowindex={item.index + 2}
              aria-expanded={line.below > 0 ? line.open : undefined}
              className={`${styles.row} ${styles.line}`}
              style={{ ...shape, top: item.start - height, height: item.size }}
              onKeyDown={press}
              onFocus={() => setCurrent(line.key)}
            >
              <span
                role="rowheader"
                tabIndex={-1}
                className={styles.name}
                style={{ paddingInlineStart: (line.level - 1) * (narrow ? 12 : 20) }}
              >
                <Opener line={line} onToggle={() => onToggle(line.key)} />
                <Name list={list} line={line} reachable={item.index === at} />
                {more?.(line, item.index === at)}
                {onMove && onTop && line.record ? (
                  <LineMenu
                    record={line.record}
                    isTop={isTop?.(line.record) ?? false}
                    onMove={onMove}
                    onTop={onTop}
                    reachable={item.index === at}
                  />
                ) : null}
              </span>
              {columns.map((key) => (
                <TreeCell key={key} list={list} line={line} column={key} summary={summary} />
              ))}
            </div>
          ) : null;
        })}
      </div>
    </div>
  );
}

interface Pressed {
  line: TreeLine<RecordView>;
  at: number;
  lines: TreeLine<RecordView>[];
  go: (index: number) => void;
  toggle: () => void;
  open: () => void;
}

/** What the keys do with the row that has the focus. */
const keyActs: Record<string, (pressed: Pressed) => void> = {
  ArrowDown: ({ at, go }) => go(at + 1),
  ArrowUp: ({ at, go }) => go(at - 1),
  Home: ({ go }) => go(0),
  End: ({ lines, go }) => go(lines.length - 1),
  ArrowRight: ({ line, at, go, toggle }) => {
    if (line.below > 0) {
      line.open ? go(at + 1) : toggle();
    }
  },
  ArrowLeft: ({ line, lines, go, toggle }) =>
    line.open ? toggle() : go(lines.findIndex((one) => one.key === line.parent)),
  " ": ({ line, toggle }) => line.below > 0 && toggle(),
  Enter: ({ line, toggle, open }) => (line.record ? open() : toggle()),
};

function Opener({ line, onToggle }: { line: TreeLine<RecordView>; onToggle: () => void }) {
  const { t } = useTranslation("views");
  const Icon = line.open ? CaretDownOutlined : CaretRightOutlined;
  return line.below > 0 ? (
    <button
      type="button"
      tabIndex={-1}
      className={styles.opener}
      aria-label={t(line.open ? "board.fold" : "board.unfold", { name: line.record?.title ?? line.value })}
      onClick={onToggle}
    >
      <Icon aria-hidden />
    </button>
  ) : (
    <span className={styles.opener} />
  );
}

function Name({ list, line, reachable }: { list: List; line: TreeLine<RecordView>; reachable: boolean }) {
  const { t } = useTranslation("views");
  return (
    <>
      {line.record ? (
        <Link
          {...recordLink(list, line.record)}
          tabIndex={reachable ? 0 : -1}
          className={styles.title}
          title={line.record.title}
        >
          {line.record.title}
        </Link>
      ) : (
        <strong className={styles.title}>{line.value}</strong>
      )}
      {line.below > 0 ? (
        <span className={`${styles.count} tabular`}>
          {t(line.record ? "tree.count" : "tree.records", { count: line.below })}
        </span>
      ) : null}
    </>
  );
}

interface CellProps extends Pick<Props, "list" | "summary"> {
  line: TreeLine<RecordView>;
  column: string;
}

function TreeCell({ list, line, column, summary }: CellProps) {
  const field = columnField(list.spec, column);
  const { record } = line;
  return (
    <span
      role="gridcell"
      tabIndex={-1}
      className={`${styles.cell} ${kindUi(field.type.kind).align ? styles.right : ""}`}
    >
      {record ? (
        <FieldCell
          field={field}
          value={columnValue(record, column)}
          values={record.values}
          place={{ app: list.app, form: list.form, recordId: record.id }}
        />
      ) : (
        summary?.(line, column)
      )}
    </span>
  );
}

interface MenuProps extends Required<Pick<Props, "onMove" | "onTop">> {
  record: RecordView;
  isTop: boolean;
  reachable: boolean;
}

function LineMenu({ record, isTop, onMove, onTop, reachable }: MenuProps) {
  const { t } = useTranslation("views");
  return (
    <Dropdown
      trigger={["click"]}
      autoFocus
      menu={{
        items: [
          { key: "move", label: t("tree.move"), onClick: () => onMove(record) },
          { key: "top", label: t("tree.top"), disabled: isTop, onClick: () => onTop(record) },
        ],
      }}
    >
      <Button
        type="text"
        size="small"
        className={styles.menu}
        tabIndex={reachable ? 0 : -1}
        icon={<MoreOutlined aria-hidden />}
        aria-label={t("tree.menu", { name: record.title })}
      />
    </Dropdown>
  );
}
