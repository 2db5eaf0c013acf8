import styles from "./PersonBadge.module.css";

/** A person as a disc with the last characters of the name, in a colour that stays with the name. */
export function PersonBadge({ name, size = 28 }: { name: string; size?: number }) {
  const family = [...name].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 997, 7) % 6;
  return (
    <span
      className={`${styles.badge} ${styles[`family${family}`]}`}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.38) }}
      aria-hidden="true"
    >
      {size < 24 ? [...initials(name)].at(-1) : initials(name)}
    </span>
  );
}

/** One or two characters that stand for a name: the given name in Chinese, initials in Latin letters. */
export function initials(name: string): string {
  const trimmed = name.trim();
  if (/^[\p{Script=Han}]/u.test(trimmed)) {
    const han = [...trimmed].filter((char) => /\p{Script=Han}/u.test(char));
    return han.length > 2 ? han.slice(-2).join("") : (han.at(-1) ?? "");
  }
  const words = trimmed.split(/[\s._-]+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => (word[0] ?? "").toUpperCase())
    .join("");
}
