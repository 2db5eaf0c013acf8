import type { ViewProps } from "../contract";

export function View({ text }: ViewProps<unknown>) {
  return (
    <a className="tabular" href={`tel:${text.replace(/[^\d+]/g, "")}`}>
      {text}
    </a>
  );
}
