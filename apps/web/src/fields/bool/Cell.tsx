import { CheckOutlined, MinusOutlined } from "@ant-design/icons";
import type { ViewProps } from "../contract";

export function Cell({ value, text }: ViewProps<unknown>) {
  return (
    <span>
      {value === true ? (
        <CheckOutlined style={{ color: "var(--m-accent-text)" }} />
      ) : (
        <MinusOutlined style={{ color: "var(--m-text-faint)" }} />
      )}{" "}
      {text}
    </span>
  );
}
