import { Input } from "antd";
import type { EditProps } from "../contract";

interface Settings {
  max_length?: number | null;
  lines?: number;
}

export function Edit({ id, value, settings, onChange, onBlur, disabled, status, describedBy }: EditProps<Settings>) {
  return (
    <Input.TextArea
      id={id}
      value={typeof value === "string" ? value : ""}
      autoSize={{ minRows: settings.lines || 3, maxRows: 16 }}
      maxLength={settings.max_length ?? undefined}
      disabled={disabled}
      status={status}
      aria-describedby={describedBy}
      onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
      onBlur={onBlur}
    />
  );
}
