import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { DndContext, type DragEndEvent, DragOverlay, type DragStartEvent, MeasuringStrategy } from "@dnd-kit/core";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Segmented, Spin } from "antd";
import dayjs from "dayjs";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { queryRecords, type RecordView } from "@/api/queries/records";
import { serverTime } from "@/core/clock";
import { fieldOf } from "@/core/form-model/spec";
import { isWritable } from "@/core/form-model/writable";
import { byDay, daysAround, daysBetween, daysFilter, type Span, shifted, turned } from "@/core/view-model/calendar";
import { useSlots } from "@/dnd/slots";
import { currentLocale } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemView } from "@/ui/ProblemView";
import { useNarrow } from "@/ui/useNarrow";
import type { List } from "../../list/useList";
import { cardQuestion } from "../question";
import { useMove } from "../useMove";
import styles from "./Calendar.module.css";
import { DayCell } from "./DayCell";

/** What is dragged, and from which of its days. */
export interface Grabbed {
  record: RecordView;
  day: string;
}

const most = 200;

/** Records on the days at which they stand; one that is moved to another day is changed. */
export function CalendarPage({ list }: { list: List }) {
  const { t } = useTranslation("views");
  const narrow = useNarrow();
  const { sensors, collision, forget } = useSlots(narrow ? 1 : 7);
  const [grabbed, setGrabbed] = useState<Grabbed | null>(null);
  const settings = list.view?.show.settings ?? {};
  const field = fieldOf(list.spec, String(settings.date ?? ""));
  const today = dayjs(serverTime()).format("YYYY-MM-DD");
  const day = list.search.day ?? today;
  const span: Span = list.search.span ?? "month";
  const days = useMemo(() => daysAround(day, span), [day, span]);
  const colour = typeof settings.colour === "string" ? settings.colour : undefined;
  const question = cardQuestion(list, [field?.key, colour], field && daysFilter(field, days));
  const query = useQuery({
    ...queryRecords(list.app, list.form, { ...question, limit: most, count: "fast" }),
    enabled: field !== undefined,
  });
  const { move, moved } = useMove(list, query.refetch);
  if (!field) {
    return null;
  }
  if (query.isError) {
    return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  }
  const records = (query.data?.records ?? []).map((record) => moved[record.id] ?? record);
  const found = byDay(records, days, (record) => record.values[field.key]);
  const movable = list.published.acts.includes("update") && isWritable(field, list.published.rights[field.key]);
  const words = (one: string) => dayjs(one).locale(currentLocale()).format(t("calendar.day"));
  const go = (to: string) => list.change({ day: to === today ? undefined : to });
  const dayOf = (id: string | number) => String(id).replace(/^day-/, "");
  const end = ({ active, over }: DragEndEvent) => {
    const { record, day: from } = active.data.current as Grabbed;
    setGrabbed(null);
    const by = over ? daysBetween(from, dayOf(over.id)) : 0;
    if (over && by !== 0) {
      const value = shifted(record.values[field.key] ?? null, by);
      void move(record, { [field.key]: value }, { name: record.title, place: words(dayOf(over.id)) });
    }
  };
  const told = (over: { id: string | number } | null, word: string) =>
    over ? t(`board.${word}`, { place: words(dayOf(over.id)) }) : t("board.nowhere");
  const announcements = {
    onDragStart: ({ active }: { active: { data: { current?: unknown } } }) =>
      t("board.start", { name: (active.data.current as Grabbed | undefined)?.record.title ?? "" }),
    onDragOver: ({ over }: { over: { id: string | number } | null }) => told(over, "over"),
    onDragEnd: ({ over }: { over: { id: string | number } | null }) => told(over, "end"),
    onDragCancel: () => t("board.cancel"),
  };
  const filled = days.filter((one) => (found.get(one)?.length ?? 0) > 0);
  const shown = narrow ? filled : days;
  const title = dayjs(day).format(t(span === "month" ? "calendar.month" : "calendar.weekOf"));
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <Button
          icon={<LeftOutlined aria-hidden />}
          aria-label={t(`calendar.before.${span}`)}
          onClick={() => go(turned(day, span, -1))}
        />
        <Button
          icon={<RightOutlined aria-hidden />}
          aria-label={t(`calendar.after.${span}`)}
          onClick={() => go(turned(day, span, 1))}
        />
        <Button onClick={() => go(today)}>{t("calendar.today")}</Button>
        <h2 className={styles.title} aria-live="polite">
          {title}
        </h2>
        {query.isFetching ? <Spin size="small" /> : null}
        <Segmented
          value={span}
          options={(["month", "week"] as const).map((value) => ({ value, label: t(`calendar.${value}Span`) }))}
          onChange={(value) => list.change({ span: value === "week" ? value : undefined })}
        />
      </div>
      {query.data?.next_cursor ? <Alert type="info" showIcon title={t("calendar.tooMany", { most })} /> : null}
      {narrow && query.isSuccess && filled.length === 0 ? (
        <EmptyState title={t("calendar.empty")} text={t("calendar.emptyText")} />
      ) : null}
      <DndContext
        sensors={sensors}
        collisionDetection={collision}
        measuring={{ droppable: { strategy: MeasuringStrategy.Always } }}
        accessibility={{ announcements, screenReaderInstructions: { draggable: t("board.how") } }}
        onDragStart={({ active }: DragStartEvent) => {
          const taken = active.data.current as Grabbed;
          forget(`day-${taken.day}`);
          setGrabbed(taken);
        }}
        onDragEnd={end}
        onDragCancel={() => setGrabbed(null)}
      >
        {narrow ? null : (
          <div className={styles.names} aria-hidden>
            {days.slice(0, 7).map((one) => (
              <span key={one}>{t(`calendar.weekday.${dayjs(one).day()}`)}</span>
            ))}
          </div>
        )}
        <ol className={narrow ? styles.agenda : `${styles.grid} ${span === "week" ? styles.week : ""}`}>
          {shown.map((one) => (
            <DayCell
              key={one}
              list={list}
              day={one}
              name={words(one)}
              records={found.get(one) ?? []}
              limit={narrow || span === "week" ? undefined : 3}
              isToday={one === today}
              isOutside={span === "month" && one.slice(0, 7) !== day.slice(0, 7)}
              movable={movable}
              dragging={grabbed !== null}
              fits={grabbed !== null && grabbed.day !== one}
            />
          ))}
        </ol>
        <DragOverlay dropAnimation={null}>
          {grabbed ? <span className={styles.carried}>{grabbed.record.title}</span> : null}
        </DragOverlay>
      </DndContext>
    </div>
  );
}
