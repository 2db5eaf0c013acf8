import type { Person } from "@/api/types";
import { RefInput, refsOf } from "./_shared/edit/RefInput";

interface Props {
  id: string;
  label: string;
  value: Person[];
  many?: boolean;
  onChange: (people: Person[]) => void;
}

const nowhere = { app: "", form: "" };

/** Chooses people by searching their names. */
export function PersonPicker({ id, label, value, many = false, onChange }: Props) {
  return (
    <RefInput
      id={id}
      path={id}
      label={label}
      source={{ of: "user" }}
      many={many}
      value={value.map((person) => ({ id: person.id, title: person.name }))}
      settings={{}}
      onChange={(next) => onChange(refsOf(next).map((ref) => ({ id: ref.id, name: ref.title })))}
      onBlur={() => undefined}
      disabled={false}
      place={nowhere}
    />
  );
}
