import type { RecordView } from "@/api/queries/records";
import { type FormSpec, fieldOf } from "@/core/form-model/spec";
import type { Values } from "@/core/form-runtime/path";

/** What a form is opened with: the record's values, or what is given and the fixed defaults of a new one. */
export function startValues(
  spec: FormSpec,
  record: RecordView | undefined,
  given: Record<string, string> = {},
): Values {
  if (record) {
    return record.values;
  }
  const values: Values = {};
  for (const field of spec.fields) {
    if (field.default && "value" in field.default) {
      values[field.key] = field.default.value;
    }
  }
  for (const [key, value] of Object.entries(given)) {
    if (fieldOf(spec, key)) {
      values[key] = value;
    }
  }
  return values;
}
