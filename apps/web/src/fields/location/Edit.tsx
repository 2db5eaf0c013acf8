import { AimOutlined } from "@ant-design/icons";
import { Button, Input, InputNumber } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "@/api/types";
import { tell } from "@/ui/feedback";
import { isMap } from "../_shared/text";
import type { EditProps } from "../contract";

const six = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

/** A point on the map: its name and degrees, or where the device is. */
export function Edit({ id, value, onChange, onBlur, disabled, status, label }: EditProps<unknown>) {
  const { t } = useTranslation("fields");
  const [asking, setAsking] = useState(false);
  const point: { [key: string]: Json } = isMap(value) ? value : {};
  const put = (change: { lat?: Json; lng?: Json; name?: Json }) => {
    const next = { ...point, ...change };
    const filled = Object.entries(next).filter(([, part]) => part !== null && part !== "");
    onChange(filled.length > 0 ? Object.fromEntries(filled) : null);
  };
  const here = () => {
    setAsking(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setAsking(false);
        put({ lat: six(coords.latitude), lng: six(coords.longitude) });
      },
      () => {
        setAsking(false);
        tell.warning(t("location.refused"));
      },
      { timeout: 10_000 },
    );
  };
  const degrees = (name: "lat" | "lng", limit: number) => (
    <InputNumber
      style={{ width: 124 }}
      controls={false}
      min={-limit}
      max={limit}
      prefix={t(`location.${name}`)}
      aria-label={`${label} ${t(`location.${name}`)}`}
      value={typeof point[name] === "number" ? point[name] : null}
      disabled={disabled}
      status={status}
      onChange={(number) => put({ [name]: number })}
      onBlur={onBlur}
    />
  );
  return (
    <span style={{ display: "flex", flexWrap: "wrap", gap: 8 }}>
      <Input
        id={id}
        style={{ flex: "1 1 160px" }}
        placeholder={t("location.name")}
        value={typeof point.name === "string" ? point.name : ""}
        disabled={disabled}
        status={status}
        onChange={(event) => put({ name: event.target.value || null })}
        onBlur={onBlur}
      />
      {degrees("lat", 90)}
      {degrees("lng", 180)}
      <Button
        icon={<AimOutlined aria-hidden />}
        loading={asking}
        disabled={disabled}
        aria-label={t("location.here")}
        onClick={here}
      />
    </span>
  );
}
