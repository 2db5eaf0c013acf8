import type { Json } from "@/api/types";
import type { Filter } from "./filter";

/** A value that is not written but looked up: a parameter, another field, the record around. */
export function operandOf(value: Json | undefined): { kind: "param" | "field" | "record"; name: string } | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return null;
  }
  for (const kind of ["param", "field", "record"] as const) {
    const name = value[kind];
    if (typeof name === "string") {
      return { kind, name };
    }
  }
  return null;
}

/** Whether a filter compares with anything that is looked up. */
export function looksUp(filter: Filter): boolean {
  if ("and" in filter) {
    return filter.and.some(looksUp);
  }
  if ("or" in filter) {
    return filter.or.some(looksUp);
  }
  if ("not" in filter) {
    return looksUp(filter.not);
  }
  if ("exists" in filter) {
    return filter.exists.filter !== undefined && looksUp(filter.exists.filter);
  }
  return operandOf(filter.value) !== null;
}
