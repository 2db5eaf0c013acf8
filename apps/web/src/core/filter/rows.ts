import type { Json } from "@/api/types";
import { type Comparison, type Filter, type FilterOp, filterOps, needsNoValue, takesMany } from "./filter";

/** One line of the filter builder; `value` is undefined while the person has not chosen one. */
export interface FilterLine {
  field: string;
  op: FilterOp;
  value?: Json;
}

/** A group of lines, joined by `and` or by `or`, with groups inside. */
export interface FilterGroup {
  join: "and" | "or";
  lines: FilterLine[];
  groups: FilterGroup[];
}

export const emptyGroup: FilterGroup = { join: "and", lines: [], groups: [] };

/** Whether the line says enough to be asked of the server. */
export function isComplete(line: FilterLine): boolean {
  if (needsNoValue(line.op)) {
    return true;
  }
  const { value } = line;
  if (value === undefined || value === null || value === "") {
    return false;
  }
  if (line.op === "between") {
    return Array.isArray(value) && value.length === 2 && value.every((side) => side !== null && side !== "");
  }
  return takesMany(line.op) ? Array.isArray(value) && value.length > 0 : true;
}

/** The filter that the group means; `null` where nothing in it is complete. */
export function toFilter(group: FilterGroup): Filter | null {
  const parts: Filter[] = [
    ...group.lines.filter(isComplete).map(comparison),
    ...group.groups.map(toFilter).filter((part) => part !== null),
  ];
  const [only] = parts;
  if (!only) {
    return null;
  }
  return parts.length === 1 ? only : group.join === "and" ? { and: parts } : { or: parts };
}

function comparison(line: FilterLine): Comparison {
  return needsNoValue(line.op)
    ? { field: line.field, op: line.op }
    : { field: line.field, op: line.op, value: line.value ?? null };
}

/** How many complete lines stand in the group and in those inside it. */
export function countLines(group: FilterGroup): number {
  return group.lines.filter(isComplete).length + group.groups.reduce((sum, inner) => sum + countLines(inner), 0);
}

/** The group that shows a filter; `null` where the builder cannot show it (`not`, `exists`). */
export function fromFilter(filter: Filter): FilterGroup | null {
  if ("and" in filter || "or" in filter) {
    const join = "and" in filter ? "and" : "or";
    const parts = "and" in filter ? filter.and : filter.or;
    const group: FilterGroup = { join, lines: [], groups: [] };
    for (const part of parts) {
      if ("field" in part) {
        group.lines.push({ ...part });
        continue;
      }
      const inner = fromFilter(part);
      if (!inner) {
        return null;
      }
      group.groups.push(inner);
    }
    return group;
  }
  return "field" in filter ? { join: "and", lines: [{ ...filter }], groups: [] } : null;
}

/** What was read from an address, as a filter; `null` where it is none. */
export function readFilter(raw: unknown): Filter | null {
  if (typeof raw !== "object" || raw === null) {
    return null;
  }
  const map = raw as Record<string, unknown>;
  for (const join of ["and", "or"] as const) {
    if (join in map) {
      const inner = map[join];
      const parts = Array.isArray(inner) ? inner.map(readFilter) : [null];
      const whole = parts.filter((part) => part !== null);
      return whole.length === parts.length ? (join === "and" ? { and: whole } : { or: whole }) : null;
    }
  }
  if ("not" in map) {
    const inner = readFilter(map.not);
    return inner && { not: inner };
  }
  if (typeof map.field !== "string" || !filterOps.includes(map.op as FilterOp)) {
    return null;
  }
  const { field, op, value } = map as { field: string; op: FilterOp; value?: Json };
  return value === undefined ? { field, op } : { field, op, value };
}
