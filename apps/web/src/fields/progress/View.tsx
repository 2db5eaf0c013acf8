import { Progress } from "antd";
import type { ViewProps } from "../contract";

export function View({ value }: ViewProps<unknown>) {
  return <Progress percent={Number(value)} size="small" style={{ maxWidth: 240, margin: 0 }} />;
}
