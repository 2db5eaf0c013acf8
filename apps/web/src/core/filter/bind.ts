import type { Json } from "@/api/types";
import { asWritten, type Values, valueAt } from "@/core/form-runtime/path";
import type { Filter } from "./filter";

/** The filter with `{"record": "field"}` replaced by what stands in the record that chooses. */
export function bindRecord(filter: Filter, values: Values): Filter {
  if ("and" in filter) {
    return { and: filter.and.map((part) => bindRecord(part, values)) };
  }
  if ("or" in filter) {
    return { or: filter.or.map((part) => bindRecord(part, values)) };
  }
  if ("not" in filter) {
    return { not: bindRecord(filter.not, values) };
  }
  if ("exists" in filter) {
    return filter;
  }
  return isRecordOperand(filter.value)
    ? { ...filter, value: asWritten(valueAt(values, filter.value.record.replaceAll(".", "/"))) }
    : filter;
}

function isRecordOperand(value: Json | undefined): value is { record: string } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && typeof value.record === "string";
}
