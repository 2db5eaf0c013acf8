import type { OptionSpec } from "@/core/form-model/kinds";
import type { ViewProps } from "../../contract";
import { OptionTag } from "../OptionTag";
import { flatOptions } from "../text";
import styles from "./view.module.css";

interface Settings {
  options?: OptionSpec[];
}

function optionOf(key: string, settings: Settings): OptionSpec {
  return flatOptions(settings.options).find(({ option }) => option.key === key)?.option ?? { key };
}

export function OptionView({ value, settings }: ViewProps<Settings>) {
  return <OptionTag option={optionOf(String(value), settings)} />;
}

export function OptionsView({ value, settings }: ViewProps<Settings>) {
  const keys = Array.isArray(value) ? value.map(String) : [String(value)];
  return (
    <span className={styles.list}>
      {keys.map((key) => (
        <OptionTag key={key} option={optionOf(key, settings)} />
      ))}
    </span>
  );
}

export function OptionsCell({ value, settings, text }: ViewProps<Settings>) {
  const keys = Array.isArray(value) ? value.map(String) : [String(value)];
  return (
    <span className={styles.oneLine} title={text}>
      {keys.map((key) => (
        <OptionTag key={key} option={optionOf(key, settings)} />
      ))}
    </span>
  );
}
