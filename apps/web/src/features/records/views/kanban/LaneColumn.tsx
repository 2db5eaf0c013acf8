import { useDroppable } from "@dnd-kit/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type RecordView, recordsQuery } from "@/api/queries/records";
import type { FieldSpec } from "@/core/form-model/spec";
import { type Lane, laneFilter, laneKey } from "@/core/view-model/board";
import type { ViewFigure } from "@/core/view-model/figures";
import { grouped } from "@/fields/_shared/text";
import { fieldText } from "@/fields/texts";
import { currentLocale } from "@/i18n";
import { columnField, type List } from "../../list/useList";
import { cardQuestion } from "../question";
import { useSeen } from "../useSeen";
import { Card } from "./Card";
import styles from "./Kanban.module.css";

interface Props {
  list: List;
  by: FieldSpec;
  lane: Lane;
  name: string;
  figure: ViewFigure | undefined;
  movable: boolean;
  dragged: RecordView | null;
  /** What the board shows of records until the server has answered. */
  moved: Record<string, RecordView>;
}

const page = 20;

/** A column of a board; its cards are fetched once it comes into sight. */
export function LaneColumn({ list, by, lane, name, figure, movable, dragged, moved }: Props) {
  const { t } = useTranslation("views");
  const [open, setOpen] = useState(!lane.folded);
  const [seen, frame] = useSeen<HTMLElement>();
  const { setNodeRef, isOver } = useDroppable({ id: `lane-${lane.key}`, data: { container: `lane-${lane.key}` } });
  const settings = list.view?.show.settings ?? {};
  const colour = typeof settings.colour === "string" ? settings.colour : undefined;
  const question = {
    ...cardQuestion(list, [by.key, colour], laneFilter(by, lane)),
    limit: page,
    count: lane.count === undefined ? ("fast" as const) : ("none" as const),
  };
  const query = useInfiniteQuery({ ...recordsQuery(list.app, list.form, question), enabled: seen && open });
  const fetched = query.data?.pages.flatMap((one) => one.records) ?? [];
  const stays = (record: RecordView) => laneKey((moved[record.id] ?? record).values[by.key]) === lane.key;
  const arrived = Object.values(moved).filter(
    (record) => laneKey(record.values[by.key]) === lane.key && !fetched.some((old) => old.id === record.id),
  );
  const records = [...arrived, ...fetched.filter(stays)];
  const total = lane.count ?? query.data?.pages[0]?.total;
  const fits = dragged !== null && laneKey(dragged.values[by.key]) !== lane.key;
  const heading = `lane-name-${lane.key}`;
  return (
    <section
      ref={frame}
      className={`${styles.lane} ${open ? "" : styles.folded} ${isOver && fits ? styles.over : ""}`}
      aria-labelledby={heading}
      data-container={`lane-${lane.key}`}
    >
      <header className={styles.head}>
        <h2 id={heading} className={styles.name} data-colour={lane.option?.colour ?? "grey"}>
          {name}
        </h2>
        <span className={`${styles.count} tabular`}>{total === undefined ? "" : grouped(total)}</span>
        <Button
          type="text"
          size="small"
          aria-expanded={open}
          aria-label={t(open ? "board.fold" : "board.unfold", { name })}
          onClick={() => setOpen(!open)}
        >
          {open ? "–" : "+"}
        </Button>
        {figure && lane.figure !== undefined && lane.figure !== null ? (
          <span className={`${styles.figure} tabular`}>
            {t(`agg.${figure.agg}`)} {fieldText(columnField(list.spec, figure.field), lane.figure, currentLocale())}
          </span>
        ) : null}
      </header>
      <div
        ref={setNodeRef}
        className={styles.cards}
        data-slot={`lane-${lane.key}`}
        {...(dragged ? { "data-fits": "" } : {})}
      >
        {open ? (
          <ul className={styles.list}>
            {records.map((record) => (
              <Card key={record.id} list={list} record={moved[record.id] ?? record} by={by} movable={movable} />
            ))}
          </ul>
        ) : null}
        {open && seen && query.isPending ? <Skeleton active title={false} paragraph={{ rows: 3 }} /> : null}
        {open && query.isSuccess && records.length === 0 ? <p className={styles.empty}>{t("board.empty")}</p> : null}
        {open && query.hasNextPage ? (
          <Button block type="link" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("board.more")}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
