import type { OptionSpec } from "@/core/form-model/kinds";
import { currentLocale } from "@/i18n";
import styles from "./OptionTag.module.css";
import { localText } from "./text";

const colours = new Set(["grey", "red", "orange", "gold", "yellow", "green", "cyan", "blue", "purple", "pink"]);

/** A choice as a tag in its colour; colour is never the only thing that tells it. */
export function OptionTag({ option }: { option: OptionSpec }) {
  const named = option.colour === "gray" ? "grey" : (option.colour ?? "grey");
  const colour = colours.has(named) ? named : "grey";
  return (
    <span className={`${styles.tag} ${styles[colour]}`}>{localText(option.label, currentLocale()) || option.key}</span>
  );
}
