import dayjs from "dayjs";
import relativeTime from "dayjs/plugin/relativeTime";
import { useTranslation } from "react-i18next";
import { serverTime } from "@/core/clock";

dayjs.extend(relativeTime);

/** A moment as people say it ("3 days ago"), with the exact time on hover. */
export function When({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const moment = dayjs(at).locale(i18n.language === "en" ? "en" : "zh-cn");
  return (
    <time dateTime={at} title={moment.format("YYYY-MM-DD HH:mm:ss")}>
      {moment.from(serverTime())}
    </time>
  );
}
