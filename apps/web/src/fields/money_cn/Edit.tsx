import { ComputedInput } from "../_shared/edit/ComputedInput";
import { TextInput } from "../_shared/edit/TextInput";
import type { EditProps } from "../contract";

/** The amount in words: given by the amount that it belongs to, else typed. */
export function Edit(props: EditProps<{ amount?: string | null }>) {
  return props.settings.amount ? <ComputedInput {...props} /> : <TextInput {...props} settings={{}} />;
}
