import { DndContext, type DragEndEvent, DragOverlay, type DragStartEvent, MeasuringStrategy } from "@dnd-kit/core";
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordView } from "@/api/queries/records";
import { pivotQuery } from "@/api/queries/reports";
import { fieldOf } from "@/core/form-model/spec";
import { isWritable } from "@/core/form-model/writable";
import { type Lane, laneKey, lanesOf } from "@/core/view-model/board";
import { figuresPivot, type ViewFigure } from "@/core/view-model/figures";
import { useSlots } from "@/dnd/slots";
import { useLocalised } from "@/ui/localised";
import type { List } from "../../list/useList";
import { useMove } from "../useMove";
import styles from "./Kanban.module.css";
import { LaneColumn } from "./LaneColumn";

interface Dragged {
  record: RecordView;
}

/** Records as cards in columns, one for each value of a field; a card that is moved is changed. */
export function KanbanBoard({ list }: { list: List }) {
  const { t } = useTranslation("views");
  const localised = useLocalised();
  const { sensors, collision, forget } = useSlots();
  const [dragged, setDragged] = useState<RecordView | null>(null);
  const settings = list.view?.show.settings ?? {};
  const by = fieldOf(list.spec, String(settings.by ?? ""));
  const figures = ((settings.figures as ViewFigure[] | undefined) ?? []).slice(0, 1);
  const { question, published } = list;
  const pivot = figuresPivot(list.form, figures, [list.view?.filter, question.filter], [String(settings.by ?? "")]);
  // What a pivot counts no search narrows: then each column counts itself.
  const searching = Boolean(question.search);
  const counted = useQuery({ ...pivotQuery(list.app, pivot), enabled: Boolean(by) && !searching });
  const hidden = settings.hidden as string[] | undefined;
  const lanes = useMemo(
    () => (by ? lanesOf(by, hidden ?? [], searching ? undefined : counted.data) : []),
    [by, hidden, counted.data, searching],
  );
  const laneName = (lane: Lane | undefined) =>
    lane?.option ? localised(lane.option.label) || lane.option.key : lane?.title || t("board.blank");
  const { move, moved } = useMove(list, counted.refetch);
  if (!by || (counted.isPending && !searching)) {
    return <Skeleton active paragraph={{ rows: 8 }} />;
  }
  const movable = published.acts.includes("update") && isWritable(by, published.rights[by.key]);
  const laneAt = (id: string | number) => lanes.find((lane) => `lane-${lane.key}` === String(id));
  const end = ({ active, over }: DragEndEvent) => {
    const { record } = active.data.current as Dragged;
    const lane = over ? laneAt(over.id) : undefined;
    setDragged(null);
    if (lane && laneKey(record.values[by.key]) !== lane.key) {
      void move(record, { [by.key]: lane.value }, { name: record.title, place: laneName(lane) });
    }
  };
  const place = (over: { id: string | number } | null) => (over ? laneName(laneAt(over.id)) : null);
  const announcements = {
    onDragStart: ({ active }: { active: { data: { current?: unknown } } }) =>
      t("board.start", { name: (active.data.current as Dragged | undefined)?.record.title ?? "" }),
    onDragOver: ({ over }: { over: { id: string | number } | null }) =>
      over ? t("board.over", { place: place(over) }) : t("board.nowhere"),
    onDragEnd: ({ over }: { over: { id: string | number } | null }) =>
      over ? t("board.end", { place: place(over) }) : t("board.nowhere"),
    onDragCancel: () => t("board.cancel"),
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={collision}
      measuring={{ droppable: { strategy: MeasuringStrategy.Always } }}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t("board.how") } }}
      onDragStart={({ active }: DragStartEvent) => {
        const { record } = active.data.current as Dragged;
        forget(`lane-${laneKey(record.values[by.key])}`);
        setDragged(record);
      }}
      onDragEnd={end}
      onDragCancel={() => setDragged(null)}
    >
      <section className={styles.board} aria-label={t("board.label", { name: localised(by.label) })}>
        {lanes.map((lane) => (
          <LaneColumn
            key={lane.key}
            list={list}
            by={by}
            lane={lane}
            name={laneName(lane)}
            figure={figures[0]}
            movable={movable}
            dragged={dragged}
            moved={moved}
          />
        ))}
      </section>
      <DragOverlay dropAnimation={null}>
        {dragged ? <span className={styles.carried}>{dragged.title}</span> : null}
      </DragOverlay>
    </DndContext>
  );
}
