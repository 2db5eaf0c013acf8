import { type ReactNode, useId } from "react";
import styles from "./Flow.module.css";

interface Props {
  label: string;
  help?: string;
  children: (id: string) => ReactNode;
}

/** One property: its name above its control. */
export function Row({ label, help, children }: Props) {
  const id = useId();
  return (
    <div className={styles.row}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {help ? <p className={styles.hint}>{help}</p> : null}
    </div>
  );
}
