import type { ReactNode } from "react";
import styles from "./PageHeader.module.css";

interface Props {
  title: ReactNode;
  text?: ReactNode;
  /** What stands above the title: the way back. */
  above?: ReactNode;
  children?: ReactNode;
}

/** The head of a page: its one heading, and what can be done. */
export function PageHeader({ title, text, above, children }: Props) {
  return (
    <header className={styles.header}>
      <div className={styles.words}>
        {above ? <div className={styles.above}>{above}</div> : null}
        <h1>{title}</h1>
        {text ? <p>{text}</p> : null}
      </div>
      {children ? <div className={styles.acts}>{children}</div> : null}
    </header>
  );
}
