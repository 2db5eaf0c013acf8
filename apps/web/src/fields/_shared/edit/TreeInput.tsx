import { TreeSelect } from "antd";
import type { OptionSpec } from "@/core/form-model/kinds";
import { currentLocale } from "@/i18n";
import type { EditProps } from "../../contract";
import { localText } from "../text";
import { choosable } from "./options";

interface Settings {
  options?: OptionSpec[];
}

interface Node {
  value: string;
  title: string;
  children: Node[];
}

function nodes(options: OptionSpec[]): Node[] {
  return options
    .filter((option) => !option.retired)
    .map((option) => {
      const children = nodes(option.children ?? []);
      const title = localText(option.label, currentLocale()) || option.key;
      return { value: option.key, title, children };
    });
}

/** One choice out of a tree. */
export function TreeInput(props: EditProps<Settings>) {
  const { id, value, settings, onChange, onBlur, disabled, status, options } = props;
  return (
    <TreeSelect
      id={id}
      style={{ width: "100%" }}
      allowClear
      showSearch={{ treeNodeFilterProp: "title" }}
      value={typeof value === "string" ? value : undefined}
      treeData={nodes(choosable(settings.options, value, options))}
      disabled={disabled}
      status={status}
      onChange={(key: string | undefined) => onChange(key ?? null)}
      onBlur={onBlur}
    />
  );
}
