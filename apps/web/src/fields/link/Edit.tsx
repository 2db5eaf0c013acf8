import { useMemo } from "react";
import type { ChoiceSource } from "@/api/queries/choices";
import { bindRecord } from "@/core/filter/bind";
import type { Filter } from "@/core/filter/filter";
import { RefInput } from "../_shared/edit/RefInput";
import type { EditProps } from "../contract";
import { useFormState } from "../scope";

interface Settings {
  form: string;
  filter?: Filter | null;
}

/** The records to choose from, with what the form says of them bound to what stands in it. */
function useSource(props: EditProps<Settings>): ChoiceSource {
  const { form, filter } = props.settings;
  const bound = useFormState((state) => (filter ? JSON.stringify(bindRecord(filter, state.values)) : null));
  return useMemo(
    () => ({ of: "record", app: props.place.app, form, filter: bound ? (JSON.parse(bound) as Filter) : null }),
    [props.place.app, form, bound],
  );
}

export function LinkEdit(props: EditProps<Settings>) {
  return <RefInput {...props} many={false} source={useSource(props)} />;
}

export function LinksEdit(props: EditProps<Settings>) {
  return <RefInput {...props} many source={useSource(props)} />;
}
