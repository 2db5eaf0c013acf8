import { Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { FieldSpec, FormSpec } from "@/core/form-model/spec";
import { useLocalised } from "@/ui/localised";
import type { SettingsProps } from "../kind";

interface Option<V> {
  value: V;
  label: string;
}

interface OneOfProps<V> extends SettingsProps {
  name: string;
  options: Option<V>[];
  preset?: V;
  clear?: boolean;
}

/** A setting that is one of some. */
export function OneOf<V extends string | number>({ name, options, preset, clear, ...rest }: OneOfProps<V>) {
  const { t } = useTranslation("views");
  const { settings, onChange } = rest;
  return (
    <Form.Item label={t(`setting.${name}`)} htmlFor={`view-${name}`}>
      <Select<V>
        id={`view-${name}`}
        showSearch={{ optionFilterProp: "label" }}
        allowClear={clear}
        value={(settings[name] as V | null | undefined) ?? preset}
        options={options}
        onChange={(value: V | undefined) => onChange({ [name]: value ?? null })}
      />
    </Form.Item>
  );
}

/** A setting that is some of many, in the order in which they are chosen. */
export function ManyOf({ name, options, settings, onChange }: OneOfProps<string>) {
  const { t } = useTranslation("views");
  return (
    <Form.Item label={t(`setting.${name}`)} htmlFor={`view-${name}`}>
      <Select
        id={`view-${name}`}
        mode="multiple"
        showSearch={{ optionFilterProp: "label" }}
        value={(settings[name] as string[] | undefined) ?? []}
        options={options}
        onChange={(keys: string[]) => onChange({ [name]: keys })}
      />
    </Form.Item>
  );
}

interface FieldProps extends SettingsProps {
  /** The form whose fields they are, where it is another one. */
  spec?: FormSpec;
}

function useNames() {
  const localised = useLocalised();
  return (fields: FieldSpec[]) => fields.map((field) => ({ value: field.key, label: localised(field.label) }));
}

/** A setting that is a field. */
export function FieldChoice({
  from,
  spec,
  ...props
}: FieldProps & { name: string; from: (spec: FormSpec) => FieldSpec[]; clear?: boolean }) {
  return <OneOf {...props} options={useNames()(from(spec ?? props.list.spec))} />;
}

/** The fields that are shown of a record. */
export function CardChoice({ spec, name = "card", ...props }: FieldProps & { name?: string }) {
  const { fields } = spec ?? props.list.spec;
  const options = useNames()(fields.filter((field) => field.type.kind !== "subform"));
  return <ManyOf {...props} name={name} options={options} />;
}
