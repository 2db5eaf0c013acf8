import { useDraggable } from "@dnd-kit/core";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { type Axis, type Span, xOf } from "@/core/view-model/axis";
import { type Bar, laneHeight } from "./lines";
import styles from "./TimeChart.module.css";
import { type Lifted, movedSpan } from "./useBarKeys";
import { useTime } from "./useTime";

interface Props {
  bar: Bar;
  axis: Axis;
  lifted: Lifted | null;
  movable: boolean;
  /** What is written on the bar stays on it. */
  clipped: boolean;
  tabIndex: number;
  describedBy?: string;
  onKeyDown: (event: KeyboardEvent) => void;
  onFocus: () => void;
  onOpen: () => void;
}

/** A record on the axis: it opens it, and moves it where it may be moved. */
export function BarButton({
  bar,
  axis,
  lifted,
  movable,
  clipped,
  tabIndex,
  describedBy,
  onKeyDown,
  onFocus,
  onOpen,
}: Props) {
  const { t } = useTranslation("views");
  const { dayWords, spanWords } = useTime();
  const { setNodeRef, setActivatorNodeRef, listeners } = useDraggable({
    id: bar.id,
    data: { bar },
    disabled: !movable,
  });
  const span = lifted ? movedSpan(lifted) : bar.span;
  const { baseline, marker, progress } = bar;
  const place = (at: Span) => {
    // What begins before the axis or ends after it is drawn as far as the axis goes.
    const left = xOf(axis, Math.max(at.start, axis.first));
    return { left, width: Math.max(xOf(axis, Math.min(at.end + 1, axis.first + axis.days)) - left, 6) };
  };
  const top = bar.lane * laneHeight + 4;
  const said = [
    t("time.bar", { name: bar.text || bar.record.title, span: spanWords(span) }),
    progress === undefined ? "" : t("time.progress", { progress }),
    baseline ? t("time.planned", { span: spanWords(baseline) }) : "",
    marker === undefined ? "" : t("time.marked", { day: dayWords(marker) }),
    bar.critical ? t("time.critical") : "",
    bar.clashes ? t("time.clashes") : "",
  ];
  const look = [
    styles.bar,
    bar.critical && styles.critical,
    bar.clashes && styles.clashes,
    lifted && styles.lifted,
    clipped && styles.clipped,
  ];
  return (
    <>
      {baseline ? <span aria-hidden className={styles.baseline} style={{ ...place(baseline), top: top + 23 }} /> : null}
      {/* Where it was taken up: how far it is pulled is told from something that stays. */}
      <span aria-hidden ref={setNodeRef} className={styles.anchor} style={{ ...place(bar.span), top }} />
      <button
        type="button"
        ref={setActivatorNodeRef}
        data-bar={bar.id}
        data-colour={bar.colour ?? undefined}
        className={look.filter(Boolean).join(" ")}
        style={{ ...place(span), top }}
        tabIndex={tabIndex}
        aria-label={said.filter(Boolean).join(t("time.and"))}
        aria-describedby={describedBy}
        title={`${bar.record.title} · ${spanWords(span)}`}
        {...listeners}
        onKeyDown={onKeyDown}
        // In some browsers the space bar presses a button when it is let go.
        onKeyUp={(event) => event.key === " " && event.preventDefault()}
        onFocus={onFocus}
        onClick={onOpen}
      >
        {progress === undefined ? null : <span className={styles.done} style={{ width: `${progress}%` }} />}
        <span className={styles.text}>{lifted ? spanWords(span) : bar.text || bar.record.title}</span>
        {movable ? (
          <>
            <span data-edge="start" className={`${styles.edge} ${styles.begin}`} />
            <span data-edge="end" className={`${styles.edge} ${styles.end}`} />
          </>
        ) : null}
      </button>
      {marker === undefined ? null : (
        <span
          aria-hidden
          className={styles.marker}
          style={{ left: xOf(axis, marker) + axis.perDay / 2, top: top + 7 }}
          title={dayWords(marker)}
        />
      )}
    </>
  );
}
