import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Shift, within } from "@/core/view-model/gantt";
import type { Bar } from "./lines";
import { useTime } from "./useTime";

/** A bar that is on its way to other days. */
export interface Lifted {
  bar: Bar;
  by: Shift;
}

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7 };

/** The days on which a bar would stand. */
export const movedSpan = ({ bar, by }: Lifted) => ({ start: bar.span.start + by.start, end: bar.span.end + by.end });

/**
 * Bars that are moved: what is on its way, and the keys that move it. Space takes a bar up and puts it down; arrow keys
 * move it by days and page keys by weeks, with Shift only its end, with Ctrl only its beginning; Esc leaves it.
 */
export function useBarKeys(movable: boolean, onMove: (bar: Bar, by: Shift) => void) {
  const { t } = useTranslation("views");
  const { spanWords } = useTime();
  const [lifted, setLifted] = useState<Lifted | null>(null);
  const [told, setTold] = useState("");

  const lift = (bar: Bar) => {
    setLifted({ bar, by: { start: 0, end: 0 } });
    setTold(t("board.start", { name: bar.record.title }));
  };
  const shift = (bar: Bar, by: Shift) => {
    const next = { bar, by: within(bar.span, by) };
    setLifted(next);
    setTold(t("board.over", { place: spanWords(movedSpan(next)) }));
  };
  const leave = () => {
    setLifted(null);
    setTold(t("board.cancel"));
  };
  const drop = () => {
    if (!lifted) {
      return;
    }
    setLifted(null);
    setTold(t("board.end", { place: spanWords(movedSpan(lifted)) }));
    if (lifted.by.start !== 0 || lifted.by.end !== 0) {
      onMove(lifted.bar, lifted.by);
    }
  };
  /** Whether the key was meant for the bar. */
  const press = (event: KeyboardEvent, bar: Bar): boolean => {
    const held = lifted?.bar.id === bar.id ? lifted : null;
    if (!held) {
      if (event.key !== " ") {
        return false;
      }
      event.preventDefault();
      if (movable) {
        lift(bar);
      } else {
        setTold(t("time.fixed"));
      }
      return true;
    }
    const step = steps[event.key];
    if (step !== undefined) {
      const { start, end } = held.by;
      const ends = event.shiftKey || !(event.ctrlKey || event.metaKey);
      const begins = !event.shiftKey;
      shift(bar, { start: start + (begins ? step : 0), end: end + (ends ? step : 0) });
    } else if (event.key === " " || event.key === "Enter" || event.key === "Tab") {
      drop();
    } else if (event.key === "Escape") {
      leave();
    } else {
      return false;
    }
    if (event.key !== "Tab") {
      event.preventDefault();
    }
    return true;
  };
  return { lifted, told, lift, shift, leave, drop, press };
}

export type BarKeys = ReturnType<typeof useBarKeys>;
