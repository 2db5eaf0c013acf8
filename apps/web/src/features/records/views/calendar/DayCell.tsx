import { useDroppable } from "@dnd-kit/core";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordView } from "@/api/queries/records";
import { columnValue } from "@/core/form-model/system";
import { Grip, useGripped } from "@/dnd/Grip";
import { fieldText } from "@/fields/texts";
import { currentLocale } from "@/i18n";
import { columnField, type List, recordLink } from "../../list/useList";
import { colourOf } from "../colour";
import styles from "./Calendar.module.css";

interface Props {
  list: List;
  day: string;
  name: string;
  records: RecordView[];
  /** How many are shown before the rest is asked for. */
  limit?: number;
  isToday: boolean;
  isOutside: boolean;
  movable: boolean;
  /** Something is being moved, and to this day. */
  dragging: boolean;
  fits: boolean;
}

/** A day with what stands on it. */
export function DayCell({ list, day, name, records, limit, isToday, isOutside, movable, dragging, fits }: Props) {
  const { t } = useTranslation("views");
  const [all, setAll] = useState(false);
  const { setNodeRef, isOver } = useDroppable({ id: `day-${day}`, data: { container: `day-${day}` } });
  const shown = all || limit === undefined ? records : records.slice(0, limit);
  const rest = records.length - shown.length;
  return (
    <li
      ref={setNodeRef}
      data-container={`day-${day}`}
      data-slot={`day-${day}`}
      {...(dragging ? { "data-fits": "" } : {})}
      className={`${styles.day} ${isOutside ? styles.outside : ""} ${isOver && fits ? styles.over : ""}`}
    >
      <time dateTime={day} className={isToday ? styles.today : styles.number}>
        <span className={styles.short} aria-hidden>
          {Number(day.slice(8))}
        </span>
        <span className={styles.long}>{name}</span>
      </time>
      <ul className={styles.entries}>
        {shown.map((record) => (
          <Entry key={record.id} list={list} record={record} day={day} movable={movable} />
        ))}
      </ul>
      {rest > 0 ? (
        <Button type="link" size="small" className={styles.rest} onClick={() => setAll(true)}>
          {t("calendar.rest", { count: rest })}
        </Button>
      ) : null}
    </li>
  );
}

function Entry({ list, record, day, movable }: Pick<Props, "list" | "day" | "movable"> & { record: RecordView }) {
  const { t } = useTranslation("views");
  const gripped = useGripped(`${record.id}/${day}`, { record, day }, movable);
  const text = (key: string) =>
    fieldText(columnField(list.spec, key), columnValue(record, key), currentLocale(), record.values);
  const words = list.columns.map(text).filter((word) => word !== "");
  return (
    <li className={styles.entry} data-colour={colourOf(list, record) ?? undefined} {...gripped.item}>
      <Link {...recordLink(list, record)} title={record.title}>
        {words.join(" · ") || record.title}
      </Link>
      <Grip of={gripped} label={t("calendar.grip", { name: record.title })} shy />
    </li>
  );
}
