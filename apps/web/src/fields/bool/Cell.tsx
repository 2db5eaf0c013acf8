import { CheckOutlined, MinusOutlined } from "@ant-design/icons";
import type { ViewProps } from "../contract";

export function Cell({ value, text }: ViewProps<unknown>) {
  return (
    <span>
      {value === true ? (
        <CheckOutlined aria-hidden style={{ color: "var(--m-accent-text)" }} />
      ) : (
        <MinusOutlined aria-hidden style={{ color: "var(--m-text-faint)" }} />
      )}{" "}
      {text}
    </span>
  );
}
