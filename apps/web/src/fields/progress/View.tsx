import { Progress } from "antd";
import type { ViewProps } from "../contract";

export function View({ value, text }: ViewProps<unknown>) {
  return <Progress percent={Number(value)} size="small" aria-label={text} style={{ maxWidth: 240, margin: 0 }} />;
}
