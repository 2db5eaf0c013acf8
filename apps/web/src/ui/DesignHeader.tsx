import {
  CheckCircleOutlined,
  LeftOutlined,
  LoadingOutlined,
  RedoOutlined,
  UndoOutlined,
  WarningOutlined,
} from "@ant-design/icons";
import { Button } from "antd";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { SaveState } from "@/api/useDraftSaver";
import styles from "./DesignHeader.module.css";
import { PageHeading } from "./PageHeading";
import { type Shortcut, ShortcutsButton } from "./ShortcutsButton";

interface Props {
  /** The way back to the app. */
  back: ReactNode;
  name: ReactNode;
  /** The other designers of the same form. */
  tabs?: ReactNode;
  state: SaveState;
  onSave: () => void;
  canUndo: boolean;
  canRedo: boolean;
  onUndo: () => void;
  onRedo: () => void;
  shortcuts?: readonly Shortcut[];
  children: ReactNode;
}

/** The head of a designer: where one is, whether all is saved, one step back and forth, and what to do with it. */
export function DesignHeader(props: Props) {
  const { t } = useTranslation("design");
  const { canUndo, canRedo, onUndo, onRedo, onSave } = props;
  useHistoryKeys(onUndo, onRedo, onSave);
  return (
    <header className={styles.header}>
      <div className={styles.where}>
        <span className={styles.back}>
          <LeftOutlined aria-hidden /> {props.back}
        </span>
        <PageHeading>{props.name}</PageHeading>
      </div>
      <nav className={styles.tabs}>{props.tabs}</nav>
      <div className={styles.acts}>
        <SaveMark state={props.state} onSave={onSave} />
        <Button
          type="text"
          icon={<UndoOutlined aria-hidden />}
          aria-label={t("undo")}
          disabled={!canUndo}
          onClick={onUndo}
        />
        <Button
          type="text"
          icon={<RedoOutlined aria-hidden />}
          aria-label={t("redo")}
          disabled={!canRedo}
          onClick={onRedo}
        />
        <ShortcutsButton more={props.shortcuts} />
        {props.children}
      </div>
    </header>
  );
}

function SaveMark({ state, onSave }: { state: SaveState; onSave: () => void }) {
  const { t } = useTranslation("design");
  const bad = state === "failed" || state === "conflict";
  return (
    <span role="status" className={styles.mark} data-bad={bad ? "" : undefined}>
      {bad ? (
        <WarningOutlined aria-hidden />
      ) : state === "saved" ? (
        <CheckCircleOutlined aria-hidden />
      ) : (
        <LoadingOutlined aria-hidden />
      )}
      <span className={bad ? undefined : "sign-only"}>{t(state)}</span>
      {state === "failed" ? (
        <Button size="small" type="link" onClick={onSave}>
          {t("common:act.retry")}
        </Button>
      ) : null}
      {state === "conflict" ? (
        <Button size="small" type="link" onClick={() => window.location.reload()}>
          {t("reload")}
        </Button>
      ) : null}
    </span>
  );
}

/** Ctrl+Z and Ctrl+Shift+Z outside of inputs, Ctrl+S everywhere. */
function useHistoryKeys(onUndo: () => void, onRedo: () => void, onSave: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey)) {
        return;
      }
      const key = event.key.toLowerCase();
      const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, [contenteditable]");
      if (key === "s") {
        event.preventDefault();
        onSave();
      } else if (!typing && (key === "z" || key === "y")) {
        event.preventDefault();
        (key === "y" || event.shiftKey ? onRedo : onUndo)();
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [onUndo, onRedo, onSave]);
}
