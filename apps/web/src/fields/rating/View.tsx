import { Rate } from "antd";
import type { ViewProps } from "../contract";

export function View({ value, settings, text }: ViewProps<{ max?: number }>) {
  return (
    <span title={text}>
      <Rate disabled count={settings.max ?? 5} value={Number(value)} style={{ fontSize: 14 }} />
    </span>
  );
}
