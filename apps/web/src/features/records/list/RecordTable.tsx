import { Link, useNavigate } from "@tanstack/react-router";
import { Table, type TableProps } from "antd";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { RecordView } from "@/api/queries/records";
import { columnValue } from "@/core/form-model/system";
import { FieldCell } from "@/fields/FieldValue";
import { kindUi } from "@/fields/index";
import { usePrefs } from "@/prefs";
import { useLocalised } from "@/ui/localised";
import { useSize } from "@/ui/useSize";
import { HeaderCell } from "./HeaderCell";
import styles from "./ListPage.module.css";
import { canSelect } from "./SelectionBar";
import type { Selection } from "./selection";
import { useHeaderShapes } from "./useHeaderShapes";
import { columnField, type List, recordLink } from "./useList";

/** The class of a row that stands out; colour is never the only thing that tells what it stands for. */
const rowColour = (colour: string | undefined) => (colour ? (styles[`row_${colour}`] ?? "") : "");

const headerHeights = { small: 36, middle: 48, large: 56 };
const rowSizes = { low: "small", high: "large" } as const;
const selectionWidth = 44;

/** The records as rows and columns; more come as the end is reached. */
export function RecordTable({ list, selection }: { list: List; selection: Selection }) {
  const { t } = useTranslation("changes");
  const localised = useLocalised();
  const navigate = useNavigate();
  const density = usePrefs((prefs) => prefs.density);
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const { query, records, columns: keys, spec, search, change, view } = list;
  const settings = view?.show.settings;
  const rowHeight = settings?.row_height as keyof typeof rowSizes | undefined;
  const height = (rowHeight && rowSizes[rowHeight]) ?? (density === "compact" ? "small" : "middle");
  const colours = useMemo(
    () => Object.assign({}, ...(query.data?.pages.map((page) => page.colours) ?? [])),
    [query.data],
  );
  const pinned = Math.max(1, search.pinned ?? settings?.pinned ?? 1);
  const shapes = useHeaderShapes(list);

  const columns = useMemo<NonNullable<TableProps<RecordView>["columns"]>>(
    () =>
      keys.map((key, at) => {
        const field = columnField(spec, key);
        const ui = kindUi(field.type.kind);
        const width = shapes.widths[key] ?? (at === 0 ? Math.max(ui.width, 160) : ui.width);
        const sorted = search.sort?.find((sort) => sort.field === key);
        return {
          key,
          dataIndex: key,
          title: localised(field.label),
          width,
          align: ui.align,
          ellipsis: true,
          fixed: at < pinned ? "start" : undefined,
          onHeaderCell: () => ({ shape: shapes.shape(key, localised(field.label), width) }) as object,
          sorter: !ui.unsortable,
          sortOrder: sorted ? (sorted.desc ? "descend" : "ascend") : null,
          render: (_: unknown, record) => {
            const place = { app: list.app, form: list.form, recordId: record.id };
            const cell = (
              <FieldCell field={field} value={columnValue(record, key)} values={record.values} place={place} />
            );
            return at === 0 ? (
              <Link {...recordLink(list, record)} className={styles.first} onClick={(event) => event.stopPropagation()}>
                {columnValue(record, key) === null ? record.title : cell}
              </Link>
            ) : (
              cell
            );
          },
        };
      }),
    [keys, spec, search.sort, list, localised, shapes, pinned],
  );
  const width = columns.reduce((sum, column) => sum + Number(column.width), canSelect(list) ? selectionWidth : 0);
  return (
    <div className={styles.table} ref={frame}>
      {size ? (
        <Table<RecordView>
          virtual
          size={height}
          components={{ header: { cell: HeaderCell } }}
          rowClassName={(record) => rowColour(colours[record.id])}
          rowKey="id"
          rowSelection={
            canSelect(list)
              ? {
                  columnWidth: selectionWidth,
                  fixed: true,
                  selectedRowKeys: selection.all ? records.map((record) => record.id) : [...selection.chosen.keys()],
                  onChange: (_keys, chosen) => selection.choose(chosen),
                  getCheckboxProps: (record) => ({ "aria-label": t("select.row", { title: record.title }) }),
                  getTitleCheckboxProps: () => ({ "aria-label": t("select.page") }),
                  onCell: () => ({ onClick: (event) => event.stopPropagation() }),
                }
              : undefined
          }
          columns={columns}
          dataSource={records}
          loading={query.isPending || (query.isFetching && query.isPlaceholderData)}
          pagination={false}
          scroll={{ x: Math.max(width, size.width), y: size.height - headerHeights[height] }}
          showSorterTooltip={false}
          onRow={(record) => ({ onClick: () => void navigate(recordLink(list, record)) })}
          onChange={(_page, _filters, sorter, { action }) => {
            const one = Array.isArray(sorter) ? sorter[0] : sorter;
            if (action === "sort" && one?.columnKey) {
              change({
                sort: one.order
                  ? [{ field: String(one.columnKey), desc: one.order === "descend" || undefined }]
                  : undefined,
              });
            }
          }}
          onScroll={(event) => {
            const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
            if (scrollHeight - scrollTop - clientHeight < 400 && query.hasNextPage && !query.isFetching) {
              void query.fetchNextPage();
            }
          }}
        />
      ) : null}
    </div>
  );
}
