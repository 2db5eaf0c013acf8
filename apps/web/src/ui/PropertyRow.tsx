import { type ReactNode, useId } from "react";
import styles from "./PropertyRow.module.css";

interface Props {
  label: string;
  help?: string;
  /** Draws the control, which takes the id that the label names. */
  children: (id: string) => ReactNode;
}

/** One property of what is designed: its name above its control. */
export function PropertyRow({ label, help, children }: Props) {
  const id = useId();
  return (
    <div className={styles.row}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {help ? <p className={styles.help}>{help}</p> : null}
    </div>
  );
}
