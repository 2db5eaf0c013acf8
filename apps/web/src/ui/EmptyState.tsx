import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";
import { PageHeading } from "./PageHeading";

interface Props {
  title: string;
  text?: string;
  /** It is all that the page shows: its title is that of the page. */
  page?: boolean;
  children?: ReactNode;
}

/** Says what a place is for, and offers the next act. */
export function EmptyState({ title, text, page = false, children }: Props) {
  return (
    <div className={styles.empty}>
      <svg width="96" height="56" viewBox="0 0 96 56" aria-hidden="true" focusable="false">
        <path className={styles.mortise} d="M4 4h40v14H28v20h16v14H4z" />
        <path className={styles.tenon} d="M60 4h32v48H60V36H44V20h16z" />
      </svg>
      {page ? <PageHeading>{title}</PageHeading> : <h2>{title}</h2>}
      {text ? <p>{text}</p> : null}
      {children ? <div className={styles.acts}>{children}</div> : null}
    </div>
  );
}
