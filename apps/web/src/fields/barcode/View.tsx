import { QRCode } from "antd";
import type { ViewProps } from "../contract";

/** A code that a phone can read, with its text below. */
export function View({ text }: ViewProps<unknown>) {
  return (
    <figure style={{ display: "inline-block", margin: 0, textAlign: "center" }}>
      <QRCode value={text} size={96} type="svg" bordered={false} color="#000" bgColor="#fff" />
      <figcaption className="tabular">{text}</figcaption>
    </figure>
  );
}
