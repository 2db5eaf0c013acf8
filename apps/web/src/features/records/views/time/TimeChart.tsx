import {
  DndContext,
  type DragMoveEvent,
  type DragStartEvent,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Axis, axisWidth, xOf } from "@/core/view-model/axis";
import type { Shift } from "@/core/view-model/gantt";
import { useNarrow } from "@/ui/useNarrow";
import { AxisHead } from "./AxisHead";
import { BarButton } from "./BarButton";
import { type Dependency, DependencyLines } from "./DependencyLines";
import { type Bar, headHeight, type Line, lineHeight, nameWidths } from "./lines";
import styles from "./TimeChart.module.css";
import { useBarKeys } from "./useBarKeys";
import { useTime } from "./useTime";

interface Props {
  label: string;
  /** What the column of names is called. */
  heading: ReactNode;
  lines: Line[];
  axis: Axis;
  dependencies?: Dependency[];
  movable: boolean;
  /** What is written on a bar stays on it. */
  clipped?: boolean;
  onMove: (bar: Bar, by: Shift) => void;
  onOpen: (bar: Bar) => void;
}

/** Which part of a bar was taken: an end of it, or all. */
const edgeOf = (event: Event): string | undefined =>
  (event.target as Element).closest<HTMLElement>("[data-edge]")?.dataset.edge;

/** Lines with bars on an axis of time. Bars are moved and stretched; only what is in sight is drawn. */
export function TimeChart({
  label,
  heading,
  lines,
  axis,
  dependencies,
  movable,
  clipped = false,
  onMove,
  onOpen,
}: Props) {
  const { t } = useTranslation("views");
  const { today } = useTime();
  const narrow = useNarrow();
  const how = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const [sight, setSight] = useState({ left: 0, width: 1200 });
  const edge = useRef<string | undefined>(undefined);
  const keys = useBarKeys(movable, onMove);
  const names = narrow ? nameWidths.narrow : nameWidths.wide;
  const chosen = lines.findIndex((line) => line.bars.some((bar) => bar.id === current));
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: (at) => (lines[at] ? lineHeight(lines[at]) : 0),
    getItemKey: (at) => lines[at]?.key ?? at,
    overscan: 6,
    scrollMargin: headHeight,
    // What has the focus stays in the page, however far it is from sight.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return chosen === -1 || shown.includes(chosen) ? shown : [...shown, chosen].sort((a, b) => a - b);
    },
  });
  const heights = lines.map(lineHeight).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines that became higher are measured anew
  useLayoutEffect(() => virtual.measure(), [heights]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another axis begins where today is in sight
  useLayoutEffect(() => {
    const node = frame.current;
    if (node) {
      node.scrollLeft = Math.max(0, xOf(axis, today) - (node.clientWidth - names) / 3);
    }
  }, [axis.zoom, axis.first, axis.days]);
  useEffect(() => {
    const node = frame.current;
    if (!node) {
      return;
    }
    const look = () => {
      // In steps, so that not each pixel is drawn anew.
      const left = Math.floor(node.scrollLeft / 200) * 200;
      setSight((old) =>
        old.left === left && old.width === node.clientWidth ? old : { left, width: node.clientWidth },
      );
    };
    look();
    node.addEventListener("scroll", look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(node);
    return () => {
      node.removeEventListener("scroll", look);
      observer.disconnect();
    };
  }, []);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
  );
  const begin = ({ active, activatorEvent }: DragStartEvent) => {
    edge.current = edgeOf(activatorEvent);
    keys.lift(active.data.current?.bar as Bar);
  };
  const pull = ({ active, delta }: DragMoveEvent) => {
    const days = Math.round(delta.x / axis.perDay);
    const by = { start: edge.current === "end" ? 0 : days, end: edge.current === "start" ? 0 : days };
    if (keys.lifted && (keys.lifted.by.start !== by.start || keys.lifted.by.end !== by.end)) {
      keys.shift(active.data.current?.bar as Bar, by);
    }
  };
  const bars = lines.flatMap((line) => line.bars);
  const go = (to: Bar | undefined) => {
    if (to) {
      setCurrent(to.id);
      virtual.scrollToIndex(lines.findIndex((line) => line.bars.includes(to)));
      // It may have to be drawn first.
      requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-bar="${to.id}"]`)?.focus());
    }
  };
  const press = (event: KeyboardEvent, bar: Bar) => {
    if (keys.press(event, bar)) {
      return;
    }
    const at = bars.findIndex((one) => one.id === bar.id);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: bars.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      go(bars[to]);
    }
  };
  const first = current !== null && chosen !== -1 ? current : bars[0]?.id;
  const todayX = xOf(axis, today);
  return (
    <DndContext
      sensors={sensors}
      // A bar that goes along with the pointer is no shift of the page.
      autoScroll={{ threshold: { x: 0.12, y: 0 }, layoutShiftCompensation: false }}
      accessibility={{ announcements: silent, screenReaderInstructions: { draggable: t("time.how") } }}
      onDragStart={begin}
      onDragMove={pull}
      onDragEnd={keys.drop}
      onDragCancel={keys.leave}
    >
      <p id={how} className="visually-hidden">
        {t("time.how")}
      </p>
      <p className="visually-hidden" role="status">
        {keys.told}
      </p>
      <section
        ref={frame}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keys
        tabIndex={0}
        className={styles.frame}
        aria-label={label}
      >
        <div
          className={styles.canvas}
          style={{
            width: names + axisWidth(axis),
            height: virtual.getTotalSize() + headHeight,
            ["--names" as string]: `${names}px`,
          }}
        >
          <div className={styles.head}>
            <div className={styles.corner} style={{ width: names }}>
              {heading}
            </div>
            <AxisHead axis={axis} sight={sight} today={today} />
          </div>
          <div aria-hidden className={styles.names} style={{ width: names }} />
          <div
            aria-hidden
            className={`${styles.grid} ${axis.zoom === "month" ? "" : styles.weeks}`}
            style={{
              left: names,
              ["--day" as string]: `${axis.perDay}px`,
              ["--shift" as string]: `${((axis.first + 3) % 7) * -1 * axis.perDay}px`,
            }}
          />
          {todayX >= 0 && todayX <= axisWidth(axis) ? (
            <div aria-hidden className={styles.today} style={{ left: names + todayX + axis.perDay / 2 }} />
          ) : null}
          <ul className={styles.lines}>
            {virtual.getVirtualItems().map((item) => {
              const line = lines[item.index];
              return line ? (
                <li
                  key={item.key}
                  className={styles.line}
                  style={{ top: item.start, height: item.size }}
                  aria-setsize={lines.length}
                  aria-posinset={item.index + 1}
                >
                  <div className={styles.side} style={{ width: names }}>
                    {line.name}
                  </div>
                  <div className={styles.lane}>
                    {line.bars.map((bar) => (
                      <BarButton
                        key={bar.id}
                        bar={bar}
                        axis={axis}
                        lifted={keys.lifted?.bar.id === bar.id ? keys.lifted : null}
                        movable={movable}
                        clipped={clipped}
                        tabIndex={bar.id === first ? 0 : -1}
                        describedBy={movable ? how : undefined}
                        onKeyDown={(event) => press(event, bar)}
                        onFocus={() => setCurrent(bar.id)}
                        onOpen={() => onOpen(bar)}
                      />
                    ))}
                  </div>
                </li>
              ) : null;
            })}
          </ul>
          {dependencies && dependencies.length > 0 ? (
            <DependencyLines
              dependencies={dependencies}
              lines={lines}
              axis={axis}
              left={names}
              lifted={keys.lifted}
              offsets={virtual.measurementsCache}
              range={virtual.range}
            />
          ) : null}
        </div>
      </section>
    </DndContext>
  );
}

/** The chart tells itself where a bar is, in days and not in places. */
const silent = {
  onDragStart: () => undefined,
  onDragMove: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
};
