import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { type Axis, axisWidth, dayText, lowerTicks, type Tick, upperTicks, xOf } from "@/core/view-model/axis";
import { currentLocale } from "@/i18n";
import styles from "./TimeChart.module.css";

interface Props {
  axis: Axis;
  /** Which part of the chart is in sight, in px. */
  sight: { left: number; width: number };
  today: number;
}

/** The headings of the axis: months above days or weeks, years above months. */
export function AxisHead({ axis, sight, today }: Props) {
  const { t } = useTranslation("views");
  const day = (x: number) => axis.first + Math.floor(x / axis.perDay);
  const from = Math.max(day(sight.left - 200), axis.first);
  const to = Math.min(day(sight.left + sight.width + 400), axis.first + axis.days - 1);
  const words = (tick: Tick, pattern: string) => dayjs(dayText(tick.at)).locale(currentLocale()).format(pattern);
  const lower = axis.zoom === "month" ? t("time.monthTick") : axis.zoom === "week" ? t("time.weekTick") : "D";
  const place = (tick: Tick) => {
    const left = Math.max(xOf(axis, tick.at), 0);
    return { left, width: Math.min(xOf(axis, tick.at + tick.days), axisWidth(axis)) - left };
  };
  return (
    <div aria-hidden className={styles.ticks} style={{ width: axisWidth(axis) }}>
      {upperTicks(axis, from, to).map((tick) => (
        <span key={tick.at} className={styles.upper} style={place(tick)}>
          <span className={styles.sticky}>
            {words(tick, t(axis.zoom === "month" ? "time.year" : "calendar.month"))}
          </span>
        </span>
      ))}
      {lowerTicks(axis, from, to).map((tick) => {
        const isNow = tick.at <= today && today < tick.at + tick.days;
        return (
          <span key={tick.at} className={`${styles.lower} ${isNow ? styles.now : ""}`} style={place(tick)}>
            {words(tick, lower)}
          </span>
        );
      })}
    </div>
  );
}
