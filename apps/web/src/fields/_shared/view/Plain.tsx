import type { ViewProps } from "../../contract";
import styles from "./view.module.css";

/** A value as its text. */
export function PlainView({ text }: ViewProps<unknown>) {
  return <span className={styles.wrap}>{text}</span>;
}

/** A value as its text on one line, whole on hover. */
export function PlainCell({ text }: ViewProps<unknown>) {
  return (
    <span className={styles.line} title={text}>
      {text}
    </span>
  );
}

/** A figure: digits of one width. */
export function FigureCell({ text }: ViewProps<unknown>) {
  return <span className="tabular">{text}</span>;
}

/** Text with its line breaks. */
export function LinesView({ text }: ViewProps<unknown>) {
  return <div className={styles.lines}>{text}</div>;
}
