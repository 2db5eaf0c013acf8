import { QuestionCircleOutlined } from "@ant-design/icons";
import { Button, Modal } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./ShortcutsButton.module.css";

/** One entry of the list: the words for what happens are `shortcuts.<what>`. */
export interface Shortcut {
  what: string;
  keys: readonly string[];
}

/** What all designers do at a press of keys. */
const shortcuts = [
  { what: "panes", keys: ["F6"] },
  { what: "save", keys: ["Ctrl", "S"] },
  { what: "undo", keys: ["Ctrl", "Z"] },
  { what: "redo", keys: ["Ctrl", "Shift", "Z"] },
  { what: "remove", keys: ["Delete"] },
  { what: "unchoose", keys: ["Esc"] },
  { what: "help", keys: ["?"] },
] as const;

const none: readonly Shortcut[] = [];

/** Lists the keys of a designer; the question mark opens it too, where nothing is typed. */
export function ShortcutsButton({ more = none }: { more?: readonly Shortcut[] }) {
  const { t } = useTranslation("design");
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, [contenteditable]");
      if (event.key === "?" && !typing) {
        setOpen(true);
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  return (
    <>
      <Button
        type="text"
        className={styles.button}
        icon={<QuestionCircleOutlined aria-hidden />}
        aria-label={t("shortcuts.title")}
        onClick={() => setOpen(true)}
      />
      <Modal open={open} title={t("shortcuts.title")} footer={null} width={420} onCancel={() => setOpen(false)}>
        <dl className={styles.list}>
          {[...more, ...shortcuts].map(({ what, keys }) => (
            <div key={what}>
              <dt>{t(`shortcuts.${what}`)}</dt>
              <dd>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </Modal>
    </>
  );
}
