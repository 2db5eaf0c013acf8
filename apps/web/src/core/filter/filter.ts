import type { Json } from "@/api/types";

/** How a field is compared with a value. */
export const filterOps = [
  "eq",
  "ne",
  "gt",
  "gte",
  "lt",
  "lte",
  "between",
  "in",
  "not_in",
  "contains",
  "not_contains",
  "starts_with",
  "ends_with",
  "is_empty",
  "not_empty",
  "has_any",
  "has_all",
  "overlaps",
  "covers",
  "within",
] as const;
export type FilterOp = (typeof filterOps)[number];

export interface Comparison {
  field: string;
  op: FilterOp;
  value?: Json;
}

/** Which records: a tree of comparisons. */
export type Filter =
  | { and: Filter[] }
  | { or: Filter[] }
  | { not: Filter }
  | { exists: { form: string; via: string; filter?: Filter } }
  | Comparison;

/** Whether the operator is complete without a value. */
export function needsNoValue(op: FilterOp): boolean {
  return op === "is_empty" || op === "not_empty";
}

/** Whether the operator takes several values. */
export function takesMany(op: FilterOp): boolean {
  return op === "in" || op === "not_in" || op === "has_any" || op === "has_all";
}
