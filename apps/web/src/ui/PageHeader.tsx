import type { ReactNode } from "react";
import styles from "./PageHeader.module.css";
import { PageHeading } from "./PageHeading";

interface Props {
  title: ReactNode;
  /** What stands beside the title: its state. */
  mark?: ReactNode;
  text?: ReactNode;
  /** What stands above the title: the way back. */
  above?: ReactNode;
  children?: ReactNode;
}

/** The head of a page: its one heading, and what can be done. */
export function PageHeader({ title, mark, text, above, children }: Props) {
  return (
    <header className={styles.header}>
      <div className={styles.words}>
        {above ? <div className={styles.above}>{above}</div> : null}
        <div className={styles.title}>
          <PageHeading>{title}</PageHeading>
          {mark}
        </div>
        {text ? <p>{text}</p> : null}
      </div>
      {children ? <div className={styles.acts}>{children}</div> : null}
    </header>
  );
}
