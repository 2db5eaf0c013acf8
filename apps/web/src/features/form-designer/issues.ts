import type { Issue } from "@/api/errors";
import type { I18nText } from "@/api/types";
import { type FormSpec, rowFields } from "@/core/form-model/spec";

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
