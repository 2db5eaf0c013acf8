import { Input } from "antd";
import type { ClipboardEvent, KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { readLine } from "@/core/form-model/design/quick";
import { addables } from "./addables";
import { useActs } from "./context";
import styles from "./Palette.module.css";

interface Props {
  typed: string;
  onType: (typed: string) => void;
}

/** Adds what is typed: the kind, in words or pinyin, and its title; several lines that are pasted, all of them. */
export function QuickAdd({ typed, onType }: Props) {
  const { t } = useTranslation("designer");
  const acts = useActs();
  const read = typed.trim() === "" ? null : readLine(addables(), typed);
  const add = (lines: string[]) => {
    acts.addLines(lines);
    onType("");
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.nativeEvent.isComposing && !event.ctrlKey && read) {
      event.preventDefault();
      add([typed]);
    } else if (event.key === "Escape" && typed !== "") {
      event.preventDefault();
      onType("");
    }
  };
  const paste = (event: ClipboardEvent) => {
    const lines = event.clipboardData
      .getData("text/plain")
      .split(/\r?\n/)
      .filter((line) => line.trim() !== "");
    if (lines.length > 1) {
      event.preventDefault();
      add(lines);
    }
  };
  return (
    <div data-goal="quick">
      <Input
        value={typed}
        placeholder={t("palette.search")}
        aria-label={t("palette.search")}
        aria-describedby="quick-add"
        onChange={(event) => onType(event.target.value)}
        onKeyDown={press}
        onPaste={paste}
      />
      <p id="quick-add" className={styles.quick} aria-live="polite">
        {read ? (
          <>
            {t("quick.adds", { kind: read.add.name, name: read.label || read.add.name })}
            {read.required ? ` · ${t("flag.required")}` : ""}
            {read.options.length > 0 ? ` · ${t("quick.options", { count: read.options.length })}` : ""}
            {read.target ? ` → ${read.target}` : ""}
            {read.formula ? ` = ${read.formula}` : ""}
          </>
        ) : (
          t("quick.how")
        )}
      </p>
    </div>
  );
}
