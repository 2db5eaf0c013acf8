import { InputNumber, Slider } from "antd";
import type { EditProps } from "../contract";

export function Edit({ id, value, onChange, onBlur, disabled, label, describedBy }: EditProps<unknown>) {
  const share = typeof value === "number" ? value : null;
  return (
    <span style={{ display: "flex", alignItems: "center", gap: 12 }}>
      <Slider
        style={{ flex: 1 }}
        min={0}
        max={100}
        value={share ?? 0}
        disabled={disabled}
        ariaLabelForHandle={label}
        onChange={onChange}
      />
      <InputNumber
        id={id}
        style={{ width: 88 }}
        suffix="%"
        precision={0}
        controls={false}
        value={share}
        disabled={disabled}
        aria-describedby={describedBy}
        onChange={(next) => onChange(next)}
        onBlur={onBlur}
      />
    </span>
  );
}
