import styles from "../_shared/view/view.module.css";
import type { ViewProps } from "../contract";

/** An address of the web as a link; other schemes than http and https stay text. */
export function View({ text }: ViewProps<unknown>) {
  return /^(https?:\/\/|mailto:)/i.test(text) ? (
    <a className={styles.line} href={text} target="_blank" rel="noreferrer noopener">
      {text}
    </a>
  ) : (
    <span className={styles.wrap}>{text}</span>
  );
}
