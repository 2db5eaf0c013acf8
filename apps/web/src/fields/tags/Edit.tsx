import { Select } from "antd";
import type { EditProps } from "../contract";

interface Settings {
  suggestions?: string[];
  max?: number;
}

export function Edit({ id, value, settings, onChange, onBlur, disabled, status, describedBy }: EditProps<Settings>) {
  return (
    <Select<string[]>
      id={id}
      mode="tags"
      style={{ width: "100%" }}
      tokenSeparators={[",", "，", "、", ";", "；"]}
      maxCount={settings.max}
      value={Array.isArray(value) ? value.map(String) : []}
      options={(settings.suggestions ?? []).map((word) => ({ value: word, label: word }))}
      disabled={disabled}
      status={status}
      aria-describedby={describedBy}
      onChange={(words) => onChange(words.length === 0 ? null : words)}
      onBlur={onBlur}
    />
  );
}
