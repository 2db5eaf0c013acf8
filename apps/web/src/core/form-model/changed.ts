import { isBlank, sameJson, type Values } from "../form-runtime/path";
import type { FieldSpec } from "./spec";
import { writtenValues } from "./writable";

/** The values that differ from those that were read, of the fields that this person may write. */
export function changedFields(
  fields: FieldSpec[],
  rights: Record<string, "mask" | "view" | "edit">,
  before: Values,
  now: Values,
): Values {
  const old = writtenValues(fields, rights, before);
  const entries = Object.entries(writtenValues(fields, rights, now));
  return Object.fromEntries(
    entries.filter(([key, value]) => !sameJson(value, old[key] ?? null) && !(isBlank(value) && isBlank(old[key]))),
  );
}
