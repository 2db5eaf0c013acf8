import type { ViewProps } from "../contract";

export function View({ text }: ViewProps<unknown>) {
  const safe = /^#[0-9a-f]{3,8}$/i.test(text) ? text : undefined;
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: 8 }}>
      <span
        style={{ width: 16, height: 16, border: "1px solid var(--m-line-strong)", borderRadius: 4, background: safe }}
      />
      {text}
    </span>
  );
}
