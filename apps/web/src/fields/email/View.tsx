import type { ViewProps } from "../contract";

export function View({ text }: ViewProps<unknown>) {
  return <a href={`mailto:${encodeURIComponent(text).replace("%40", "@")}`}>{text}</a>;
}
