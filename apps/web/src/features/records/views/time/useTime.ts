import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { serverTime } from "@/core/clock";
import { dayNumber, dayText, type Span } from "@/core/view-model/axis";
import { currentLocale } from "@/i18n";

/** Days in words, and which one it is today. */
export function useTime() {
  const { t } = useTranslation("views");
  const today = dayNumber(dayjs(serverTime()).format("YYYY-MM-DD"));
  const thisYear = dayText(today).slice(0, 4);
  const dayWords = (day: number) => {
    const at = dayText(day);
    return dayjs(at)
      .locale(currentLocale())
      .format(t(at.startsWith(thisYear) ? "calendar.day" : "time.dayOfYear"));
  };
  const spanWords = ({ start, end }: Span) =>
    start === end ? dayWords(start) : t("time.span", { start: dayWords(start), end: dayWords(end) });
  return { today, dayWords, spanWords };
}
