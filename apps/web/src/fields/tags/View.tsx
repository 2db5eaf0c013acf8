import { OptionTag } from "../_shared/OptionTag";
import styles from "../_shared/view/view.module.css";
import type { ViewProps } from "../contract";

export function View({ value }: ViewProps<unknown>) {
  return (
    <span className={styles.list}>
      {(Array.isArray(value) ? value : [value]).map((word) => (
        <OptionTag key={String(word)} option={{ key: String(word) }} />
      ))}
    </span>
  );
}
