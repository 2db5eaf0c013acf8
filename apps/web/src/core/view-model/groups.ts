import dayjs from "dayjs";
import type { Json } from "@/api/types";
import type { Filter } from "../filter/filter";
import type { FieldSpec, FormSpec, ViewSpec } from "../form-model/spec";
import type { DatePart } from "../pivot-model/spec";

/** By what the records of a table stand together. */
export interface Group {
  field: string;
  group?: DatePart | null;
}

/** The parts of a date by which days stand together. */
export const groupParts = ["year", "quarter", "month", "day"] as const;

const kinds = new Set(["select", "user", "dept", "link", "bool", "date"]);
export const groupFields = (spec: FormSpec): FieldSpec[] => spec.fields.filter((field) => kinds.has(field.type.kind));

/** As the address says it: `stage`, `day:month`, or `-` where the view's own does not hold. */
export const groupText = (group: Group | null): string =>
  group ? group.field + (group.group ? `:${group.group}` : "") : "-";

/** The group of the address, else that of the view; of several fields the first. */
export function groupOf(spec: FormSpec, view: ViewSpec | undefined, text: string | undefined): Group | null {
  const [field, part] = text === undefined ? [] : text.split(":");
  const own = view?.show.kind === "table" ? view.group?.[0] : undefined;
  const group = field ? { field, group: groupParts.find((known) => known === part) } : own;
  const known = groupFields(spec).find(({ key }) => key === group?.field);
  if (!group || !known) {
    return null;
  }
  const named = groupParts.find((one) => one === group.group);
  return { field: known.key, group: known.type.kind === "date" ? (named ?? "month") : undefined };
}

/** The first and the last day of `2026`, `2026-Q2`, `2026-06` or `2026-06-01`. */
export function daysOfKey(key: string): [string, string] {
  const [year = "", rest = ""] = key.split("-", 2);
  const quarter = /^Q([1-4])$/.exec(rest)?.[1];
  const first = quarter
    ? dayjs(`${year}-${String(Number(quarter) * 3 - 2).padStart(2, "0")}-01`)
    : dayjs(`${key}${"-01".repeat(3 - key.split("-").length)}`);
  const length = key.length > 7 ? 0 : quarter ? 3 : rest ? 1 : 12;
  const last = length === 0 ? first : first.add(length, "month").subtract(1, "day");
  return [first.format("YYYY-MM-DD"), last.format("YYYY-MM-DD")];
}

/** The records of a group. */
export function groupFilter({ field, group }: Group, key: Json): Filter {
  if (key === null) {
    return { field, op: "is_empty" };
  }
  if (group && typeof key === "string") {
    return { field, op: "between", value: daysOfKey(key) };
  }
  const value = typeof key === "object" && !Array.isArray(key) ? (key.id ?? null) : key;
  return { field, op: "eq", value };
}
