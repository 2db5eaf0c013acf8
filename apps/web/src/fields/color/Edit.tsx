import { Input } from "antd";
import { useTranslation } from "react-i18next";
import type { EditProps } from "../contract";

const hex = /^#[0-9a-f]{6}$/i;

/** A colour: the device's own picker, and its code to type. */
export function Edit({ id, value, onChange, onBlur, disabled, status, label, describedBy }: EditProps<unknown>) {
  const { t } = useTranslation("fields");
  const code = typeof value === "string" ? value : "";
  return (
    <span style={{ display: "flex", alignItems: "center", gap: 8 }}>
      <input
        type="color"
        aria-label={t("color.pick", { label })}
        style={{
          width: 40,
          height: 32,
          padding: 2,
          border: "1px solid var(--m-line-strong)",
          borderRadius: 6,
          background: "none",
        }}
        value={hex.test(code) ? code : "#808080"}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
      />
      <Input
        id={id}
        style={{ width: 112 }}
        allowClear
        maxLength={9}
        placeholder="#1d5c48"
        value={code}
        disabled={disabled}
        status={status}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.value || null)}
        onBlur={onBlur}
      />
    </span>
  );
}
