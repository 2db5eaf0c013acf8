import { useId } from "react";
import { type Axis, axisWidth, xOf } from "@/core/view-model/axis";
import { type Bar, headHeight, type Line, laneHeight } from "./lines";
import styles from "./TimeChart.module.css";
import { type Lifted, movedSpan } from "./useBarKeys";

/** That a bar comes before another one. */
export interface Dependency {
  before: string;
  after: string;
  critical: boolean;
}

interface Props {
  dependencies: Dependency[];
  lines: Line[];
  axis: Axis;
  left: number;
  lifted: Lifted | null;
  offsets: { start: number; end: number }[];
  range: { startIndex: number; endIndex: number } | null;
}

/** Arrows from the end of what comes before to the beginning of what comes after. */
export function DependencyLines({ dependencies, lines, axis, left, lifted, offsets, range }: Props) {
  const arrow = useId();
  const places = new Map<string, { bar: Bar; at: number }>();
  for (const [at, line] of lines.entries()) {
    for (const bar of line.bars) {
      places.set(bar.id, { bar, at });
    }
  }
  const spanOf = (bar: Bar) => (lifted?.bar.id === bar.id ? movedSpan(lifted) : bar.span);
  const middle = ({ bar, at }: { bar: Bar; at: number }) =>
    (offsets[at]?.start ?? headHeight) + bar.lane * laneHeight + laneHeight / 2 + 2;
  const height = (offsets.at(-1)?.end ?? 0) + headHeight;
  return (
    <svg aria-hidden="true" className={styles.arrows} style={{ left }} width={axisWidth(axis)} height={height}>
      <defs>
        {(["plain", "critical"] as const).map((kind) => (
          <marker
            key={kind}
            id={`${arrow}${kind}`}
            viewBox="0 0 6 6"
            refX="5"
            refY="3"
            markerWidth="6"
            markerHeight="6"
            orient="auto"
          >
            <path d="M0 0 6 3 0 6z" className={kind === "critical" ? styles.criticalHead : styles.arrowHead} />
          </marker>
        ))}
      </defs>
      {dependencies.map(({ before, after, critical }) => {
        const from = places.get(before);
        const to = places.get(after);
        if (!from || !to || !range) {
          return null;
        }
        const [least, last] = [Math.min(from.at, to.at), Math.max(from.at, to.at)];
        if (last < range.startIndex || least > range.endIndex) {
          return null;
        }
        const [x1, y1] = [xOf(axis, spanOf(from.bar).end + 1), middle(from)];
        const [x2, y2] = [xOf(axis, spanOf(to.bar).start), middle(to)];
        const turn = y1 + (y2 > y1 ? 1 : -1) * (laneHeight / 2 + 2);
        const way =
          x2 - x1 >= 16 ? `M${x1} ${y1}H${x1 + 8}V${y2}H${x2}` : `M${x1} ${y1}h8V${turn}H${x2 - 10}V${y2}H${x2}`;
        return (
          <path
            key={`${before}/${after}`}
            d={way}
            className={critical ? styles.criticalArrow : styles.arrow}
            markerEnd={`url(#${arrow}${critical ? "critical" : "plain"})`}
          />
        );
      })}
    </svg>
  );
}
