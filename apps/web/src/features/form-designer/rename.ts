import { fieldAt, updateField } from "@/core/form-model/design/edit";
import { whereIs, withRows } from "@/core/form-model/design/layout";
import { splitRef } from "@/core/form-model/design/place";
import type { FormSpec } from "@/core/form-model/spec";

const keyPattern = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/** The form with another key for a field that is not in force yet; `null` where the key cannot be had. */
export function renameField(spec: FormSpec, ref: string, key: string): { spec: FormSpec; ref: string } | null {
  const { subform, key: old } = splitRef(ref);
  const renamed = subform === null ? key : `${subform}/${key}`;
  const taken = fieldAt(spec, renamed) !== undefined || (subform === null && spec.retired?.includes(key));
  if (key === old || taken || key.length > 40 || !keyPattern.test(key)) {
    return null;
  }
  const next = updateField(spec, ref, (field) => ({ ...field, key }));
  const at = whereIs(spec.layout ?? [], old);
  if (subform !== null || !at) {
    return { spec: next, ref: renamed };
  }
  const layout = withRows(next.layout ?? [], at.section, (rows) =>
    rows.map((row) => row.map((cell) => (cell === old ? key : cell))),
  );
  return { spec: { ...next, layout }, ref: renamed };
}
