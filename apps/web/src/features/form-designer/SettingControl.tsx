import { Checkbox, DatePicker, Input, InputNumber, Select } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import type { I18nText } from "@/api/types";
import type { Filter } from "@/core/filter/filter";
import { isLiteral } from "@/core/form-model/assigned";
import { updateField } from "@/core/form-model/design/edit";
import { isOptionUsed } from "@/core/form-model/design/options";
import type { FieldKindName, OptionSpec } from "@/core/form-model/kinds";
import { type SettingSpec, unset, withSetting } from "@/core/form-model/settings";
import { type FieldSpec, fieldOf } from "@/core/form-model/spec";
import { useLocalised } from "@/ui/localised";
import { PropertyRow } from "@/ui/PropertyRow";
import { TextPair } from "@/ui/TextPair";
import { ConditionEditor } from "./ConditionEditor";
import { useDesign } from "./context";
import { FormChoice } from "./FormChoice";
import { OptionsEditor } from "./OptionsEditor";
import { useAppRoles, useFormFields } from "./useAround";

interface Props {
  field: FieldSpec;
  fieldRef: string;
  setting: SettingSpec;
}

/** One setting of a field's kind, asked for as the kind says. */
export function SettingControl({ field, fieldRef, setting }: Props) {
  const { t } = useTranslation("designer");
  const { spec, change } = useDesign();
  const settings = field.type.settings as Record<string, unknown>;
  const value = settings[setting.key];
  const name = t([`setting.${field.type.kind}.${setting.key}`, `setting.${setting.key}`]);
  const set = (next: unknown) =>
    change(
      updateField(spec, fieldRef, (old) => ({
        ...old,
        type: { ...old.type, settings: withSetting(old.type.settings, setting.key, next) } as FieldSpec["type"],
      })),
      `${fieldRef} ${setting.key}`,
    );
  if (setting.as === "truth") {
    return (
      <Checkbox checked={value === true} onChange={(event) => set(event.target.checked || undefined)}>
        {name}
      </Checkbox>
    );
  }
  return (
    <PropertyRow label={name}>
      {(id) => (
        <Control
          id={id}
          name={name}
          field={field}
          fieldRef={fieldRef}
          setting={setting}
          settings={settings}
          value={value}
          onChange={set}
        />
      )}
    </PropertyRow>
  );
}

interface ControlProps {
  id: string;
  name: string;
  field: FieldSpec;
  fieldRef: string;
  setting: SettingSpec;
  settings: Record<string, unknown>;
  value: unknown;
  onChange: (value: unknown) => void;
}

function Control(props: ControlProps) {
  const { id, name, field, setting, settings, value, onChange } = props;
  const { t } = useTranslation("designer");
  switch (setting.as) {
    case "whole":
      return (
        <InputNumber
          id={id}
          style={{ width: "100%" }}
          precision={0}
          min={setting.min}
          max={setting.max}
          placeholder={setting.preset === undefined ? undefined : String(setting.preset)}
          value={typeof value === "number" ? value : null}
          onChange={onChange}
        />
      );
    case "exact":
      return (
        <InputNumber<string>
          id={id}
          style={{ width: "100%" }}
          stringMode
          value={value === undefined || value === null ? null : String(value)}
          onChange={(next) => onChange(next === null ? null : String(next))}
        />
      );
    case "text":
      return (
        <Input
          id={id}
          value={typeof value === "string" ? value : ""}
          placeholder={setting.hint}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case "day":
      return (
        <DatePicker
          id={id}
          style={{ width: "100%" }}
          value={typeof value === "string" ? dayjs(value) : null}
          onChange={(day) => onChange(day ? day.format("YYYY-MM-DD") : null)}
        />
      );
    case "words":
      return (
        <Select
          id={id}
          mode="tags"
          open={false}
          suffixIcon={null}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={onChange}
        />
      );
    case "localised":
      return <TextPair id={id} label={name} value={value as I18nText | undefined} onChange={onChange} />;
    case "choice":
      return (
        <Select
          id={id}
          value={typeof value === "string" ? value : setting.preset}
          options={setting.of.map((key) => ({ value: key, label: t(`choice.${setting.key}.${key}`) }))}
          onChange={onChange}
        />
      );
    case "options":
      return <Options {...props} levels={setting.levels} />;
    case "form":
      return <FormChoice id={id} field={field} fieldRef={props.fieldRef} value={value} onChange={onChange} />;
    case "roles":
      return <RolesChoice id={id} value={value} onChange={onChange} />;
    case "field":
      return <OwnField {...props} kinds={setting.kinds} optional={setting.optional} />;
    case "linkedField":
      return <LinkedField id={id} link={String(settings[setting.link] ?? "")} value={value} onChange={onChange} />;
    case "formFields":
      return (
        <OtherField
          id={id}
          form={formOf(settings)}
          value={value}
          many={setting.many}
          kinds={setting.kinds}
          onChange={onChange}
        />
      );
    case "formFilter":
      return (
        <ConditionEditor
          label={name}
          form={formOf(settings)}
          except={field.key}
          value={value as Filter | undefined}
          onChange={onChange}
        />
      );
    case "button":
      return <ButtonChoice id={id} value={value} onChange={onChange} />;
    case "truth":
      return null;
  }
}

const formOf = (settings: Record<string, unknown>) => (typeof settings.form === "string" ? settings.form : "");
const known = (value: unknown) => (typeof value === "string" && value !== unset ? value : undefined);

type ChoiceProps = Pick<ControlProps, "id" | "value" | "onChange">;

/** A field of the form that a link of this form leads to. */
function LinkedField({ link, ...props }: ChoiceProps & { link: string }) {
  const { spec } = useDesign();
  const through = fieldOf(spec, link);
  const form = through && "form" in through.type.settings ? String(through.type.settings.form ?? "") : "";
  return <OtherField {...props} form={form} many={false} />;
}

/** The choices of the field, with the one that new records begin with. */
function Options({ field, fieldRef, value, levels, onChange }: ControlProps & { levels?: true }) {
  const { spec, published, change } = useDesign();
  const { default: preset } = field;
  return (
    <OptionsEditor
      options={(value as OptionSpec[] | undefined) ?? []}
      levels={levels}
      inForce={published.get(fieldRef) ?? none}
      used={(key) => isOptionUsed(spec, key)}
      preset={
        field.type.kind === "select" && !field.formula
          ? {
              key: preset && isLiteral(preset) && typeof preset.value === "string" ? preset.value : null,
              onChange: (key) =>
                change(
                  updateField(spec, fieldRef, (old) => ({ ...old, default: key === null ? null : { value: key } })),
                ),
            }
          : undefined
      }
      onChange={onChange}
    />
  );
}

const none: ReadonlySet<string> = new Set();

function RolesChoice({ id, value, onChange }: ChoiceProps) {
  const localised = useLocalised();
  const { app } = useDesign();
  const roles = useAppRoles(app.key);
  return (
    <Select
      id={id}
      mode="multiple"
      value={Array.isArray(value) ? value.map(String) : []}
      options={roles.map((role) => ({ value: role.key, label: localised(role.name) }))}
      onChange={onChange}
    />
  );
}

function OwnField({
  id,
  field,
  value,
  kinds,
  optional,
  onChange,
}: ChoiceProps & { field: FieldSpec; kinds?: readonly FieldKindName[]; optional?: true }) {
  const localised = useLocalised();
  const { spec } = useDesign();
  const usable = spec.fields.filter((other) => other.key !== field.key && (!kinds || kinds.includes(other.type.kind)));
  return (
    <Select
      id={id}
      allowClear={optional}
      showSearch={{ optionFilterProp: "label" }}
      value={known(value)}
      options={usable.map((other) => ({ value: other.key, label: localised(other.label) || other.key }))}
      onChange={onChange}
    />
  );
}

function OtherField({
  id,
  form,
  value,
  many,
  kinds,
  onChange,
}: ChoiceProps & { form: string; many: boolean; kinds?: readonly FieldKindName[] }) {
  const localised = useLocalised();
  const fields = useFormFields(form);
  const options = fields
    .filter((other) => !kinds || kinds.includes(other.type.kind))
    .map((other) => ({ value: other.key, label: localised(other.label) || other.key }));
  return many ? (
    <Select
      id={id}
      mode="multiple"
      value={Array.isArray(value) ? value.map(String) : []}
      options={options}
      onChange={onChange}
    />
  ) : (
    <Select
      id={id}
      showSearch={{ optionFilterProp: "label" }}
      value={known(value)}
      options={options}
      onChange={onChange}
    />
  );
}

function ButtonChoice({ id, value, onChange }: ChoiceProps) {
  const localised = useLocalised();
  const { spec } = useDesign();
  return (
    <Select
      id={id}
      value={known(value)}
      options={(spec.buttons ?? []).map((button) => ({ value: button.key, label: localised(button.label) }))}
      onChange={onChange}
    />
  );
}
