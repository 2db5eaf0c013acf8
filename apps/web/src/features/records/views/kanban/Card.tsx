import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { RecordView } from "@/api/queries/records";
import type { FieldSpec } from "@/core/form-model/spec";
import { Grip, useGripped } from "@/dnd/Grip";
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
  const gripped = useGripped(record.id, { record }, movable);
  const colour = colourOf(list, record);
  return (
    <li className={styles.card} data-colour={colour ?? undefined} {...gripped.item}>
      <div className={styles.title}>
        <Link {...recordLink(list, record)}>{record.title}</Link>
        <Grip of={gripped} label={t("board.grip", { name: record.title })} />
      </div>
      <CardFields list={list} record={record} without={[by.key]} />
    </li>
  );
}
