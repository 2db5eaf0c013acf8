import dayjs, { type Dayjs } from "dayjs";
import type { Json } from "@/api/types";
import type { Filter } from "../filter/filter";
import type { FieldSpec } from "../form-model/spec";

/** How much a calendar shows at once. */
export type Span = "month" | "week";

const written = "YYYY-MM-DD";

/** The day a week begins with: Monday, for everybody. */
function monday(day: Dayjs): Dayjs {
  return day.subtract((day.day() + 6) % 7, "day");
}

/** The days that a calendar around a day shows, whole weeks, as `YYYY-MM-DD`. */
export function daysAround(day: string, span: Span): string[] {
  const at = dayjs(day);
  const first = monday(span === "month" ? at.startOf("month") : at);
  const last = span === "month" ? monday(at.endOf("month")).add(6, "day") : first.add(6, "day");
  return Array.from({ length: last.diff(first, "day") + 1 }, (_, index) => first.add(index, "day").format(written));
}

/** The day from which the calendar before or after is shown. */
export function turned(day: string, span: Span, by: -1 | 1): string {
  const at = dayjs(day);
  return (span === "month" ? at.startOf("month") : at).add(by, span).format(written);
}

/** Whether the parts of a range are moments and not days. */
function hasMoments(field: FieldSpec): boolean {
  return (
    field.type.kind === "datetime" || (field.type.kind === "daterange" && field.type.settings.precision === "minute")
  );
}

/** The records that stand on one of these days. */
export function daysFilter(field: FieldSpec, days: string[]): Filter {
  const [first = "", last = ""] = [days[0], days.at(-1)];
  const [start, end] = hasMoments(field)
    ? [dayjs(first).startOf("day").toISOString(), dayjs(last).endOf("day").toISOString()]
    : [first, last];
  return field.type.kind === "daterange"
    ? { field: field.key, op: "overlaps", value: { start, end } }
    : { field: field.key, op: "between", value: [start, end] };
}

/** The first and the last day of a value; `null` where it is blank. */
export function daysOf(value: Json | undefined): [string, string] | null {
  const day = (part: Json | undefined) =>
    typeof part !== "string" || part === "" ? null : part.length > 10 ? dayjs(part).format(written) : part;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const [start, end] = [day(value.start), day(value.end)];
    const only = start ?? end;
    return only ? [start ?? only, end ?? only] : null;
  }
  const only = day(value);
  return only ? [only, only] : null;
}

/** What stands on each of these days. */
export function byDay<R>(records: R[], days: string[], value: (record: R) => Json | undefined): Map<string, R[]> {
  const found = new Map<string, R[]>(days.map((day) => [day, []]));
  for (const record of records) {
    const range = daysOf(value(record));
    for (const day of days) {
      if (range && range[0] <= day && day <= range[1]) {
        found.get(day)?.push(record);
      }
    }
  }
  return found;
}

/** The value, so many days later; moments keep their time of day. */
export function shifted(value: Json, by: number): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return { ...value, start: shifted(value.start ?? null, by), end: shifted(value.end ?? null, by) };
  }
  if (typeof value !== "string" || value === "") {
    return value;
  }
  const moved = dayjs(value).add(by, "day");
  return value.length > 10 ? moved.toISOString() : moved.format(written);
}

/** How many days lie between two days. */
export const daysBetween = (from: string, to: string): number => dayjs(to).diff(dayjs(from), "day");
