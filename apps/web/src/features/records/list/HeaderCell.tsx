import type { KeyboardEvent, PointerEvent, ThHTMLAttributes } from "react";
import { useTranslation } from "react-i18next";
import { widthLimits } from "@/core/view-model/kinds";
import styles from "./HeaderCell.module.css";

/** What a heading needs to be made wider and to be moved. */
export interface HeaderShape {
  column: string;
  name: string;
  width: number;
  onWidth: (width: number) => void;
  onMove: (column: string, before: string) => void;
  onStep: (step: -1 | 1) => void;
}

const step = 16;
const dragged = "application/x-mortise-column";

const within = (width: number) => Math.round(Math.min(Math.max(width, widthLimits.least), widthLimits.most));

/**
 * The heading of a column. It is dragged to another place, and its edge to another width; on the edge the arrow keys
 * do the same, with Alt for the place.
 */
export function HeaderCell({
  shape,
  children,
  ...rest
}: ThHTMLAttributes<HTMLTableCellElement> & { shape?: HeaderShape }) {
  const { t } = useTranslation("views");
  if (!shape) {
    return <th {...rest}>{children}</th>;
  }
  const { column, name, width, onWidth, onMove, onStep } = shape;
  const pull = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault();
    event.stopPropagation();
    const edge = event.currentTarget;
    const from = event.clientX;
    let next = width;
    const follow = (move: globalThis.PointerEvent) => {
      next = within(width + move.clientX - from);
      edge.style.transform = `translateX(${next - width}px)`;
    };
    const end = () => {
      edge.removeEventListener("pointermove", follow);
      edge.style.transform = "";
      if (next !== width) {
        onWidth(next);
      }
    };
    edge.setPointerCapture(event.pointerId);
    edge.addEventListener("pointermove", follow);
    edge.addEventListener("lostpointercapture", end, { once: true });
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by !== 0) {
      event.preventDefault();
      event.stopPropagation();
      if (event.altKey) {
        onStep(by);
      } else {
        onWidth(within(width + by * step));
      }
    }
  };
  return (
    <th
      {...rest}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(dragged, column);
        event.dataTransfer.effectAllowed = "move";
      }}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(dragged)) {
          event.preventDefault();
        }
      }}
      onDrop={(event) => {
        event.preventDefault();
        const moved = event.dataTransfer.getData(dragged);
        if (moved && moved !== column) {
          onMove(moved, column);
        }
      }}
    >
      {children}
      {/* biome-ignore lint/a11y/useSemanticElements: a rule between two headings cannot be pulled */}
      <span
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={t("columnEdge", { name })}
        aria-valuenow={width}
        aria-valuemin={widthLimits.least}
        aria-valuemax={widthLimits.most}
        className={styles.edge}
        draggable={false}
        onPointerDown={pull}
        onKeyDown={press}
        onClick={(event) => event.stopPropagation()}
      />
    </th>
  );
}
