import { Cascader } from "antd";
import type { OptionSpec } from "@/core/form-model/kinds";
import { currentLocale } from "@/i18n";
import { isMap, localText, wayTo } from "../_shared/text";
import type { EditProps } from "../contract";

interface Settings {
  options?: OptionSpec[];
  any_level?: boolean;
}

interface Node {
  value: string;
  label: string;
  children?: Node[];
}

function nodes(options: OptionSpec[] | undefined): Node[] | undefined {
  return options
    ?.filter((option) => !option.retired)
    .map((option) => ({
      value: option.key,
      label: localText(option.label, currentLocale()) || option.key,
      children: option.children?.length ? nodes(option.children) : undefined,
    }));
}

export function Edit({ id, value, settings, onChange, onBlur, disabled, status }: EditProps<Settings>) {
  const way = isMap(value) ? wayTo(value.code ?? null, settings.options).map((option) => option.key) : [];
  return (
    <Cascader<Node>
      id={id}
      style={{ width: "100%" }}
      allowClear
      showSearch
      changeOnSelect={settings.any_level ?? false}
      options={nodes(settings.options)}
      value={way}
      disabled={disabled}
      status={status}
      onChange={(_, chosen) => {
        const last = chosen?.at(-1);
        onChange(last ? { code: String(last.value), names: chosen.map((node) => String(node.label)) } : null);
      }}
      onBlur={onBlur}
    />
  );
}
