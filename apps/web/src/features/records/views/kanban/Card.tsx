import { HolderOutlined } from "@ant-design/icons";
import { useDraggable } from "@dnd-kit/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { RecordView } from "@/api/queries/records";
import type { FieldSpec } from "@/core/form-model/spec";
import { type List, recordLink } from "../../list/useList";
import { CardFields } from "../CardFields";
import { colourOf } from "../colour";
import styles from "./Kanban.module.css";

interface Props {
  list: List;
  record: RecordView;
  by: FieldSpec;
  movable: boolean;
}

/** A record on a board: it is opened by its name and moved by its grip. */
export function Card({ list, record, by, movable }: Props) {
  const { t } = useTranslation("views");
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, isDragging } = useDraggable({
    id: record.id,
    data: { record },
    disabled: !movable,
  });
  const colour = colourOf(list, record);
  return (
    <li
      ref={setNodeRef}
      className={`${styles.card} ${isDragging ? styles.dragging : ""}`}
      data-colour={colour ?? undefined}
      {...(movable ? listeners : {})}
    >
      <div className={styles.title}>
        <Link {...recordLink(list, record)}>{record.title}</Link>
        {movable ? (
          <button
            type="button"
            ref={setActivatorNodeRef}
            className={styles.grip}
            {...attributes}
            {...listeners}
            aria-label={t("board.grip", { name: record.title })}
          >
            <HolderOutlined aria-hidden />
          </button>
        ) : null}
      </div>
      <CardFields list={list} record={record} without={[by.key]} />
    </li>
  );
}
