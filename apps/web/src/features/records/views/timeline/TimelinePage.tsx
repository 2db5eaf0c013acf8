import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Alert, Button, Checkbox, Skeleton, Spin } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { publishedQuery, type RecordView } from "@/api/queries/records";
import { fieldOf } from "@/core/form-model/spec";
import { columnValue } from "@/core/form-model/system";
import { isWritable } from "@/core/form-model/writable";
import { axisOf, dayNumber, dayText, monday, month, packed } from "@/core/view-model/axis";
import { daysFilter } from "@/core/view-model/calendar";
import { type Shift, shiftedValues, spanOf } from "@/core/view-model/gantt";
import { fieldText } from "@/fields/texts";
import { currentLocale } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { useLocalised } from "@/ui/localised";
import { ProblemView } from "@/ui/ProblemView";
import { useNarrow } from "@/ui/useNarrow";
import { useSize } from "@/ui/useSize";
import { columnField, type List, recordLink } from "../../list/useList";
import { colourOf } from "../colour";
import styles from "../gantt/Gantt.module.css";
import type { ViewProps } from "../kind";
import { cardQuestion } from "../question";
import { type Bar, nameWidths } from "../time/lines";
import { TimeChart } from "../time/TimeChart";
import { useTime } from "../time/useTime";
import { most, useAll } from "../useAll";
import { useMove } from "../useMove";
import { type Resource, useResources } from "./useResources";

/** What is written on a bar; nothing: what the record is called. */
const cardOf = (list: List): string[] => (list.view?.show.settings.card as string[] | undefined) ?? [];

/** The form whose records are the bars, as a list of its own where it is another one. */
function useBarsList(list: List): List | null {
  const form = list.view?.show.settings.form;
  const key = typeof form === "string" ? form : list.form;
  const { data } = useQuery(publishedQuery(list.app, key));
  if (key === list.form) {
    return list;
  }
  return data
    ? { ...list, form: key, published: data, spec: data.spec, columns: cardOf(list), question: { count: "fast" } }
    : null;
}

/** Who or what is busy when: a line for each, with its records as bars. */
export function TimelinePage({ list }: ViewProps) {
  const bars = useBarsList(list);
  return bars ? <Lines list={list} bars={bars} /> : <Skeleton active paragraph={{ rows: 8 }} />;
}

/** The first day and the number of days that are shown. */
function useWindow(list: List, today: number) {
  const days = Number(list.view?.show.settings.days ?? 0);
  const at = list.search.day ? dayNumber(list.search.day) : days === 0 ? today : monday(today);
  const first = days === 0 ? month(at) : at;
  const length = days === 0 ? month(at, 1) - first : Math.min(days, 400);
  const turned = (by: -1 | 1) => dayText(days === 0 ? month(at, by) : at + by * length);
  return { first, length, last: first + length - 1, turned };
}

function Lines({ list, bars: of }: { list: List; bars: List }) {
  const { t } = useTranslation("views");
  const localised = useLocalised();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const { today, spanWords } = useTime();
  const ofList = of.form !== list.form;
  const [free, setFree] = useState(ofList);
  const settings = list.view?.show.settings ?? {};
  const row = fieldOf(of.spec, String(settings.row ?? ""));
  const range = fieldOf(of.spec, String(settings.range ?? ""));
  const { first, length, last, turned } = useWindow(list, today);
  const colour = typeof settings.colour === "string" ? settings.colour : undefined;
  const span = range ? daysFilter(range, [dayText(first), dayText(last)]) : undefined;
  const question = cardQuestion(of, [row?.key, range?.key, colour], span);
  const all = useAll(of.app, of.form, question, row !== undefined && range !== undefined);
  const { move, moved } = useMove(of, all.query.refetch);
  const resources = useResources(list, row, ofList, free);
  if (!row || !range) {
    return null;
  }
  if (all.query.isError) {
    return <ProblemView error={all.query.error} retry={() => void all.query.refetch()} />;
  }
  const axis = axisOf(
    first,
    length,
    Math.max((size?.width ?? 0) - (narrow ? nameWidths.narrow : nameWidths.wide) - 4, 0),
  );
  const card = cardOf(list);
  const text = (record: RecordView) =>
    card
      .map((key) => fieldText(columnField(of.spec, key), columnValue(record, key), currentLocale(), record.values))
      .filter(Boolean)
      .join(" · ");
  const records = all.records.map((record) => moved[record.id] ?? record);
  const lines = resources.linesOf(records, t("board.blank")).map(({ resource, records: those }) => {
    const spans = those.map((record) => spanOf(record.values[range.key]) ?? { start: first, end: first });
    const places = packed(spans);
    const found = those.map(
      (record, at): Bar => ({
        id: record.id,
        record,
        span: spans[at] ?? { start: first, end: first },
        lane: places[at]?.lane ?? 0,
        clashes: places[at]?.clashes && resource.key !== "",
        text: text(record),
        colour: colourOf({ spec: of.spec, view: list.view }, record),
      }),
    );
    const clashes = found.filter((bar) => bar.clashes).length;
    return {
      key: resource.key || "-",
      bars: found,
      lanes: Math.max(1, ...places.map(({ lane }) => lane + 1)),
      name: <ResourceName list={list} resource={resource} busy={found.length} clashes={clashes} />,
    };
  });
  const { acts, rights } = of.published;
  const moveBar = ({ record, span: was }: Bar, by: Shift) => {
    const place = spanWords({ start: was.start + by.start, end: was.end + by.end });
    void move(record, shiftedValues(record.values, { start: range.key }, by), { name: record.title, place });
  };
  const show = (day: string) => list.change({ day });
  return (
    <div className={styles.page} ref={frame}>
      <div className={styles.bar}>
        <Button icon={<LeftOutlined aria-hidden />} aria-label={t("time.before")} onClick={() => show(turned(-1))} />
        <Button icon={<RightOutlined aria-hidden />} aria-label={t("time.after")} onClick={() => show(turned(1))} />
        <Button onClick={() => list.change({ day: undefined })}>{t("calendar.today")}</Button>
        <h2 className={styles.heading} aria-live="polite">
          {spanWords({ start: first, end: last })}
        </h2>
        <Checkbox checked={free} onChange={(event) => setFree(event.target.checked)}>
          {t("time.free")}
        </Checkbox>
        {all.query.isFetching || all.more ? <Spin size="small" /> : null}
      </div>
      {all.cut ? <Alert type="info" showIcon title={t("calendar.tooMany", { most })} /> : null}
      {all.query.isPending || resources.isPending || !size ? (
        <Skeleton active paragraph={{ rows: 8 }} />
      ) : lines.length === 0 ? (
        <EmptyState title={t("time.empty")} text={t("time.emptyText")} />
      ) : (
        <TimeChart
          label={t("time.label", { name: localised(list.view?.name) })}
          heading={localised(row.label)}
          lines={lines}
          axis={axis}
          movable={acts.includes("update") && isWritable(range, rights[range.key])}
          clipped
          onMove={moveBar}
          onOpen={({ record }) => void navigate(recordLink(of, record))}
        />
      )}
    </div>
  );
}

interface NameProps {
  list: List;
  resource: Resource;
  busy: number;
  clashes: number;
}

function ResourceName({ list, resource, busy, clashes }: NameProps) {
  const { t } = useTranslation("views");
  const { record, title } = resource;
  return (
    <span className={styles.name}>
      {record ? (
        <Link
          to="/apps/$app/forms/$form/records/$id"
          params={{ app: list.app, form: record.form, id: record.id }}
          className={styles.title}
          title={title}
        >
          {title}
        </Link>
      ) : (
        <span className={styles.title} title={title}>
          {title}
        </span>
      )}
      <span className={`${styles.count} tabular`}>
        {clashes > 0 ? t("time.clash", { count: clashes }) : t("time.busy", { count: busy })}
      </span>
    </span>
  );
}
