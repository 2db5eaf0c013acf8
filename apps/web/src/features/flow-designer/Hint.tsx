import { useTranslation } from "react-i18next";
import styles from "./Flow.module.css";

interface Props {
  /** The key of the sentence. */
  text: "startHint" | "endHint" | "autoApproveHint" | "autoRejectHint" | "parallelHint" | "otherwiseHint";
}

/** A sentence that says what a node or branch does. */
export function Hint({ text }: Props) {
  const { t } = useTranslation("flow");
  return <p className={styles.hint}>{t(text)}</p>;
}
