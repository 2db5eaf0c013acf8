import type { Json } from "@/api/types";
import { asWritten, type Values } from "../form-runtime/path";
import type { FieldKindName } from "./kinds";
import { type FieldSpec, rowFields } from "./spec";

/** Kinds that people never write. */
const givenKinds: ReadonlySet<FieldKindName> = new Set(["lookup", "rollup", "autonum", "querylist", "button"]);

/** Whether the system alone gives the value. */
export function isGiven(field: FieldSpec): boolean {
  const { kind, settings } = field.type;
  const named = (kind === "money_cn" && settings.amount) || (kind === "barcode" && settings.of);
  return Boolean(field.formula || field.given || named) || givenKinds.has(kind);
}

/** Whether this person may write the field at all. */
export function isWritable(field: FieldSpec, right: "mask" | "view" | "edit" | undefined): boolean {
  return right === "edit" && !field.read_only && !isGiven(field);
}

/** The values as they are sent: only those that this person may write, in rows too; masked ones stay as they are. */
export function writtenValues(
  fields: FieldSpec[],
  rights: Record<string, "mask" | "view" | "edit">,
  values: Values,
): Values {
  const written: Values = {};
  for (const field of fields) {
    const value = values[field.key];
    if (value !== undefined && isWritable(field, rights[field.key]) && !isMasked(value)) {
      written[field.key] = field.type.kind === "subform" ? rowsWritten(rowFields(field), value) : asWritten(value);
    }
  }
  return written;
}

function rowsWritten(fields: FieldSpec[], rows: Json): Json {
  if (!Array.isArray(rows)) {
    return null;
  }
  const given = new Set(fields.filter((field) => isGiven(field) || field.read_only).map((field) => field.key));
  return rows.map((row) =>
    typeof row === "object" && row !== null && !Array.isArray(row)
      ? asWritten(Object.fromEntries(Object.entries(row).filter(([key]) => !given.has(key))))
      : row,
  );
}

function isMasked(value: Json): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && "masked" in value;
}
