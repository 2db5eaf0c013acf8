import { InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import { durationOf, durationParts } from "../_shared/text";
import type { EditProps } from "../contract";

/** The units to type, by their place among years, months, weeks, days, hours, minutes, seconds. */
const units = [
  [3, "days"],
  [4, "hours"],
  [5, "minutes"],
] as const;

export function Edit({ id, value, onChange, onBlur, disabled, status, label }: EditProps<unknown>) {
  const { t } = useTranslation("fields");
  const parts = (typeof value === "string" ? durationParts(value) : null) ?? Array<number | null>(7).fill(null);
  return (
    <span style={{ display: "flex", gap: 8 }}>
      {units.map(([at, unit], index) => (
        <InputNumber
          key={unit}
          id={index === 0 ? id : undefined}
          style={{ flex: 1, minWidth: 0 }}
          min={0}
          precision={0}
          controls={false}
          suffix={t(`duration.${unit}`)}
          aria-label={`${label} ${t(`duration.${unit}`)}`}
          value={parts[at] ?? null}
          disabled={disabled}
          status={status}
          onChange={(number) => onChange(durationOf(parts.with(at, number)))}
          onBlur={onBlur}
        />
      ))}
    </span>
  );
}
