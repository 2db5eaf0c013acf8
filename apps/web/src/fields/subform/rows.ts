import type { Json } from "@/api/types";
import type { FieldSpec } from "@/core/form-model/spec";
import type { Values } from "@/core/form-runtime/path";

let made = 0;

/** A new row with what its fields start with; `_key` tells it from others until the server gives it an id. */
export function newRow(fields: FieldSpec[]): Values {
  const row: Values = { _key: `new${++made}` };
  for (const field of fields) {
    const start = field.default;
    row[field.key] = start && "value" in start ? start.value : null;
  }
  return row;
}

/** What a row is known by. */
export function rowKey(row: Json, at: number): string {
  if (typeof row === "object" && row !== null && !Array.isArray(row)) {
    const known = row._id ?? row._key;
    if (typeof known === "string") {
      return known;
    }
  }
  return String(at);
}
