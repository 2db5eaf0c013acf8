import { CaretDownOutlined, CaretRightOutlined } from "@ant-design/icons";
import { Link, useNavigate } from "@tanstack/react-router";
import { Alert, Checkbox, Segmented, Skeleton, Spin } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { axisOver, type Span, type Zoom, zooms } from "@/core/view-model/axis";
import { type Shift, shiftedValues } from "@/core/view-model/gantt";
import { useLocalised } from "@/ui/localised";
import { ProblemView } from "@/ui/ProblemView";
import { NoRecords } from "../../list/NoRecords";
import { recordLink } from "../../list/useList";
import type { ViewProps } from "../kind";
import type { Bar } from "../time/lines";
import { TimeChart } from "../time/TimeChart";
import { useTime } from "../time/useTime";
import { most } from "../useAll";
import styles from "./Gantt.module.css";
import { GanttTable } from "./GanttTable";
import { type GanttLine, useGantt } from "./useGantt";

const none: ReadonlySet<string> = new Set();

/** The days that all of these cover together. */
const reachOf = (spans: Span[]): Span => ({
  start: Math.min(...spans.map(({ start }) => start)),
  end: Math.max(...spans.map(({ end }) => end)),
});

/** How closely so long a time is drawn, where nobody says it. */
const zoomFor = ({ start, end }: Span): Zoom => (end - start > 180 ? "month" : end - start > 30 ? "week" : "day");

/** Records as bars over time, one below the other; or the same as a table. */
export function GanttPage({ list }: ViewProps) {
  const { t } = useTranslation("views");
  const localised = useLocalised();
  const navigate = useNavigate();
  const { today, spanWords } = useTime();
  const [closed, setClosed] = useState(none);
  const [showCritical, setShowCritical] = useState(true);
  const gantt = useGantt(list, closed, showCritical, t("board.blank"));
  const { query, spans, lines } = gantt;
  const reach = reachOf(spans);
  const zoom = list.search.zoom ?? zoomFor(reach);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what lies further out makes another axis
  const axis = useMemo(() => axisOver(spans, today, zoom), [reach.start, reach.end, today, zoom]);
  if (query.isError) {
    return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  }
  if (query.isPending) {
    return <Skeleton active paragraph={{ rows: 8 }} />;
  }
  if (gantt.records.length === 0) {
    return <NoRecords list={list} />;
  }
  const toggle = (key: string) =>
    setClosed((old) => new Set(old.has(key) ? [...old].filter((one) => one !== key) : [...old, key]));
  const moveBar = ({ record, span }: Bar, by: Shift) => {
    const place = spanWords({ start: span.start + by.start, end: span.end + by.end });
    void gantt.move(record, shiftedValues(record.values, gantt.fields, by), { name: record.title, place });
  };
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <Segmented
          value={list.search.as ?? "chart"}
          options={(["chart", "table"] as const).map((value) => ({ value, label: t(`time.${value}`) }))}
          onChange={(value) => list.change({ as: value === "table" ? value : undefined })}
        />
        {list.search.as === "table" ? null : (
          <Segmented
            value={zoom}
            options={zooms.map((value) => ({ value, label: t(`time.zoom.${value}`) }))}
            onChange={(value) => list.change({ zoom: value })}
          />
        )}
        {gantt.hasDependencies ? (
          <Checkbox checked={showCritical} onChange={(event) => setShowCritical(event.target.checked)}>
            {t("time.criticalPath")}
          </Checkbox>
        ) : null}
        {gantt.more ? <Spin size="small" /> : null}
      </div>
      {gantt.cut ? <Alert type="info" showIcon title={t("calendar.tooMany", { most })} /> : null}
      {list.search.as === "table" ? (
        <GanttTable list={list} gantt={gantt} />
      ) : (
        <TimeChart
          label={t("time.label", { name: localised(list.view?.name) })}
          heading={localised(list.spec.name)}
          lines={lines.map((line) => ({ ...line, name: <LineName list={list} line={line} onToggle={toggle} /> }))}
          axis={axis}
          dependencies={gantt.dependencies}
          movable={gantt.movable}
          onMove={moveBar}
          onOpen={({ record }) => void navigate(recordLink(list, record))}
        />
      )}
    </div>
  );
}

interface NameProps extends Pick<ViewProps, "list"> {
  line: GanttLine;
  onToggle: (key: string) => void;
}

function LineName({ list, line, onToggle }: NameProps) {
  const { t } = useTranslation("views");
  const { record, title, level, below, open } = line;
  return (
    <span className={styles.name} style={{ paddingInlineStart: (level - 1) * 16 }}>
      {below > 0 ? (
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={open}
          aria-label={t(open ? "board.fold" : "board.unfold", { name: title })}
          onClick={() => onToggle(line.key)}
        >
          {open ? <CaretDownOutlined aria-hidden /> : <CaretRightOutlined aria-hidden />}
        </button>
      ) : null}
      {record ? (
        <Link {...recordLink(list, record)} className={styles.title} title={title}>
          {title}
        </Link>
      ) : (
        <span className={styles.title}>{title}</span>
      )}
      {below > 0 ? <span className={`${styles.count} tabular`}>{below}</span> : null}
      {record && line.bars.length === 0 ? <span className={styles.count}>{t("time.none")}</span> : null}
    </span>
  );
}
