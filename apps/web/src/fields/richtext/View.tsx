import { useMemo } from "react";
import type { ViewProps } from "../contract";
import { drawn } from "./drawn";
import styles from "./richtext.module.css";

export function View({ value }: ViewProps<unknown>) {
  const content = useMemo(() => drawn(String(value)), [value]);
  return <div className={styles.text}>{content}</div>;
}
