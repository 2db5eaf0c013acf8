import type { ViewProps } from "../contract";

export function View({ value }: ViewProps<unknown>) {
  return <pre style={{ margin: 0, overflowX: "auto", fontSize: 12 }}>{JSON.stringify(value, null, 2)}</pre>;
}
