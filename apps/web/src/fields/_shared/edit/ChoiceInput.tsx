import { Radio, Select } from "antd";
import type { OptionSpec } from "@/core/form-model/kinds";
import { currentLocale } from "@/i18n";
import type { EditProps } from "../../contract";
import { OptionTag } from "../OptionTag";
import { localText } from "../text";
import { choosable } from "./options";

interface Settings {
  options?: OptionSpec[];
  style?: string | null;
  max?: number | null;
}

interface Item {
  value: string;
  label: string;
  option: OptionSpec;
}

function items(props: EditProps<Settings>): Item[] {
  return choosable(props.settings.options, props.value, props.options).map((option) => ({
    value: option.key,
    label: localText(option.label, currentLocale()) || option.key,
    option,
  }));
}

const shown = (item: { data: Item }) => <OptionTag option={item.data.option} />;
const plain = (item: Item) => ({ value: item.value, label: item.label });

/** One choice: a list to pull down, or buttons where the form says so. */
export function ChoiceInput(props: EditProps<Settings>) {
  const { id, value, settings, onChange, onBlur, disabled, status, describedBy, label } = props;
  const options = items(props);
  if (settings.style && settings.style !== "dropdown") {
    return (
      <Radio.Group
        id={id}
        optionType={settings.style === "radio" ? "default" : "button"}
        aria-label={label}
        disabled={disabled}
        value={value}
        options={options.map(plain)}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <Select<string, Item>
      id={id}
      style={{ width: "100%" }}
      allowClear
      showSearch={options.length > 8 ? { optionFilterProp: "label" } : false}
      value={typeof value === "string" ? value : undefined}
      options={options}
      optionRender={shown}
      disabled={disabled}
      status={status}
      aria-describedby={describedBy}
      onChange={(key) => onChange(key ?? null)}
      onBlur={onBlur}
    />
  );
}

/** Several choices. */
export function ChoicesInput(props: EditProps<Settings>) {
  const { id, value, settings, onChange, onBlur, disabled, status, describedBy } = props;
  const options = items(props);
  const keys = Array.isArray(value) ? value.map(String) : [];
  const change = (next: string[]) => onChange(next.length === 0 ? null : next);
  return (
    <Select<string[], Item>
      id={id}
      mode="multiple"
      maxCount={settings.max ?? undefined}
      style={{ width: "100%" }}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      value={keys}
      options={options}
      optionRender={shown}
      disabled={disabled}
      status={status}
      aria-describedby={describedBy}
      onChange={change}
      onBlur={onBlur}
    />
  );
}
