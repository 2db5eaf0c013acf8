import { Rate } from "antd";
import type { EditProps } from "../contract";

export function Edit({ id, value, settings, onChange, disabled }: EditProps<{ max?: number }>) {
  return (
    <Rate
      id={id}
      count={settings.max ?? 5}
      value={typeof value === "number" ? value : 0}
      disabled={disabled}
      onChange={(stars) => onChange(stars === 0 ? null : stars)}
    />
  );
}
