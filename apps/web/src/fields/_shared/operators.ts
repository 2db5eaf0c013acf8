import type { FilterOp } from "@/core/filter/filter";

/** Sets of comparisons that kinds share; the server has the same. */
export const textOps: FilterOp[] = [
  "contains",
  "not_contains",
  "eq",
  "ne",
  "starts_with",
  "ends_with",
  "in",
  "not_in",
  "is_empty",
  "not_empty",
];
export const longTextOps: FilterOp[] = ["contains", "not_contains", "is_empty", "not_empty"];
export const numberOps: FilterOp[] = ["eq", "ne", "gt", "gte", "lt", "lte", "between", "is_empty", "not_empty"];
export const timeOps: FilterOp[] = ["within", "eq", "ne", "gt", "gte", "lt", "lte", "between", "is_empty", "not_empty"];
export const rangeOps: FilterOp[] = ["overlaps", "covers", "within", "is_empty", "not_empty"];
export const truthOps: FilterOp[] = ["eq", "ne", "is_empty", "not_empty"];
export const choiceOps: FilterOp[] = ["in", "not_in", "eq", "ne", "is_empty", "not_empty"];
export const choicesOps: FilterOp[] = ["has_any", "has_all", "is_empty", "not_empty"];
export const presenceOps: FilterOp[] = ["is_empty", "not_empty"];
export const noOps: FilterOp[] = [];
