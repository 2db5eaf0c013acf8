import { useTranslation } from "react-i18next";
import type { Filter } from "@/core/filter/filter";
import { ConditionEditor as Editor } from "@/fields/ConditionEditor";
import { useDesign } from "./context";
import { useFormFields } from "./useAround";

interface Props {
  label: string;
  value: Filter | null | undefined;
  onChange: (filter: Filter | null) => void;
  /** The form whose records the condition is about; absent: this one. */
  form?: string;
  /** A field that the condition cannot be about: the one that it belongs to. */
  except?: string;
}

/** A condition over the fields of the form that is designed, or of another one. */
export function ConditionEditor({ label, value, onChange, form, except }: Props) {
  const { t } = useTranslation("designer");
  const { app, spec } = useDesign();
  const fields = useFormFields(form ?? spec.key).filter((field) => form || field.key !== except);
  return (
    <Editor
      label={label}
      value={value}
      onChange={onChange}
      fields={fields}
      place={{ app: app.key, form: form ?? spec.key }}
      none={t(form ? "condition.all" : "condition.none")}
    />
  );
}
