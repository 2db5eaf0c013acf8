import { ComputedInput } from "../_shared/edit/ComputedInput";
import { TextInput } from "../_shared/edit/TextInput";
import type { EditProps } from "../contract";

/** The text of the code: given by the field that it belongs to, else typed or scanned. */
export function Edit(props: EditProps<{ of?: string | null }>) {
  return props.settings.of ? <ComputedInput {...props} /> : <TextInput {...props} settings={{}} />;
}
