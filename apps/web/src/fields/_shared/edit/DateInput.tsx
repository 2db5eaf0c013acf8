import { DatePicker, TimePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import type { EditProps } from "../../contract";
import { momentOf, momentText } from "../text";

const asDay = (value: unknown, format?: string): Dayjs | null => {
  const day = typeof value === "string" ? (format ? dayjs(`2000-01-01T${value}`) : dayjs(value)) : null;
  return day?.isValid() ? day : null;
};

/** A moment as a date of the picker, which knows wall clocks only. */
export const asWall = (value: unknown): Dayjs | null => asDay(typeof value === "string" ? momentText(value) : null);
export const fromWall = (day: Dayjs): string => momentOf(day.format("YYYY-MM-DD HH:mm"));

export function DateInput({ id, value, onChange, onBlur, disabled, status, describedBy }: EditProps<unknown>) {
  return (
    <DatePicker
      id={id}
      style={{ width: "100%" }}
      value={asDay(value)}
      disabled={disabled}
      status={status}
      aria-describedby={describedBy}
      onChange={(day) => onChange(day ? day.format("YYYY-MM-DD") : null)}
      onBlur={onBlur}
    />
  );
}

export function MomentInput({ id, value, onChange, onBlur, disabled, status, describedBy }: EditProps<unknown>) {
  return (
    <DatePicker
      id={id}
      style={{ width: "100%" }}
      showTime={{ format: "HH:mm" }}
      format="YYYY-MM-DD HH:mm"
      value={asWall(value)}
      disabled={disabled}
      status={status}
      aria-describedby={describedBy}
      onChange={(day) => onChange(day ? fromWall(day) : null)}
      onBlur={onBlur}
    />
  );
}

export function TimeInput({ id, value, onChange, onBlur, disabled, status, describedBy }: EditProps<unknown>) {
  return (
    <TimePicker
      id={id}
      style={{ width: "100%" }}
      format="HH:mm"
      needConfirm={false}
      value={asDay(value, "HH:mm")}
      disabled={disabled}
      status={status}
      aria-describedby={describedBy}
      onChange={(time) => onChange(time ? time.format("HH:mm") : null)}
      onBlur={onBlur}
    />
  );
}
