import type { I18nText } from "@/api/types";
import styles from "./AppIcon.module.css";
import { inLocale } from "./localised";

/** An app as a tile: its icon where that is an emoji or sign, else the first character of its name. */
export function AppIcon({
  app,
  size = 40,
}: {
  app: { key: string; name: I18nText; icon: string | null };
  size?: number;
}) {
  const family = [...app.key].reduce((sum, char) => (sum * 33 + char.charCodeAt(0)) % 9973, 5) % 6;
  const sign = app.icon && [...app.icon].length <= 2 ? app.icon : ([...inLocale(app.name, "zh-CN")][0] ?? "");
  return (
    <span
      aria-hidden="true"
      className={`${styles.tile} ${styles[`family${family}`]}`}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.48), borderRadius: Math.round(size / 5) }}
    >
      {sign}
    </span>
  );
}
