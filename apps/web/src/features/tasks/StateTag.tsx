import { systemFields } from "@/core/form-model/system";
import { FieldCell } from "@/fields/FieldValue";

const nowhere = { app: "", form: "" };

/** Where an approval stands, in its fixed colour. */
export function StateTag({ state }: { state: string }) {
  const field = systemFields.find((system) => system.key === "_flow_state");
  return field ? <FieldCell field={field} value={state} place={nowhere} /> : null;
}
