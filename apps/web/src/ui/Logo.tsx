/** The mark: a tenon entering its mortise. Decorative; the name stands beside it. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false" style={{ flex: "none" }}>
      <path fill="var(--m-accent-text)" d="M3 4h13v6h-6v12h6v6H3z" />
      <path fill="var(--m-wood)" d="M18 4h11v24H18v-8h-6v-8h6z" />
    </svg>
  );
}
