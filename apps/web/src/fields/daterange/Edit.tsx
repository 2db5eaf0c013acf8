import { DatePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import type { Json } from "@/api/types";
import { asWall, fromWall } from "../_shared/edit/DateInput";
import { isMap } from "../_shared/text";
import type { EditProps } from "../contract";

interface Settings {
  precision?: "date" | "minute";
}

export function Edit({ id, value, settings, onChange, onBlur, disabled, status, label }: EditProps<Settings>) {
  const minutes = settings.precision === "minute";
  const side = (at: Json | undefined): Dayjs | null =>
    minutes ? asWall(at) : typeof at === "string" ? dayjs(at) : null;
  const written = (day: Dayjs) => (minutes ? fromWall(day) : day.format("YYYY-MM-DD"));
  const range = isMap(value) ? value : {};
  return (
    <DatePicker.RangePicker
      id={{ start: id, end: `${id}-end` }}
      style={{ width: "100%" }}
      showTime={minutes ? { format: "HH:mm" } : false}
      format={minutes ? "YYYY-MM-DD HH:mm" : "YYYY-MM-DD"}
      value={[side(range.start), side(range.end)]}
      disabled={disabled}
      status={status}
      aria-label={label}
      onChange={(days) => onChange(days?.[0] && days[1] ? { start: written(days[0]), end: written(days[1]) } : null)}
      onBlur={onBlur}
    />
  );
}
