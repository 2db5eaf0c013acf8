import type { Issue } from "@/api/errors";
import type { I18nText } from "@/api/types";
import { type FieldRef, splitRef } from "@/core/form-model/design/place";
import { type FieldSpec, type FormSpec, rowFields } from "@/core/form-model/spec";

/** The field that an issue is about. */
export function placeOfIssue(spec: FormSpec, issue: Issue): { ref: string; label: I18nText } | null {
  const [, list, at, ...rest] = issue.pointer.split("/");
  const field = list === "fields" ? spec.fields[Number(at)] : undefined;
  if (!field) {
    return null;
  }
  const inner = rest.slice(0, 3).join("/") === "type/settings/fields" ? rowFields(field)[Number(rest[3])] : undefined;
  return inner ? { ref: `${field.key}/${inner.key}`, label: inner.label } : { ref: field.key, label: field.label };
}

/** Where a field stands in the document. */
export function pointerOf(spec: { fields: FieldSpec[] }, ref: FieldRef): string {
  const { subform, key } = splitRef(ref);
  const at = spec.fields.findIndex((field) => field.key === (subform ?? key));
  const holder = spec.fields[at];
  if (subform === null || !holder) {
    return `/fields/${at}`;
  }
  const row = rowFields(holder).findIndex((field) => field.key === key);
  return `/fields/${at}/type/settings/fields/${row}`;
}
