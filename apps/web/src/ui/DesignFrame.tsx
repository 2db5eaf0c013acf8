import { Link } from "@tanstack/react-router";
import { type ReactNode, useCallback } from "react";
import type { AppView } from "@/api/types";
import type { Designed } from "@/api/useDocument";
import styles from "./DesignFrame.module.css";
import { DesignHeader } from "./DesignHeader";
import { DesignTabs } from "./DesignTabs";
import { useLocalised } from "./localised";
import type { Shortcut } from "./ShortcutsButton";
import { usePaneKeys } from "./usePaneKeys";

interface Props {
  app: AppView;
  /** The key of the form that is designed, or whose flow is. */
  form: string;
  name: ReactNode;
  document: Designed;
  /** What stands in the head: what is wrong, and publishing. */
  acts: ReactNode;
  /** What this designer does at a press of keys, besides what all do. */
  shortcuts?: readonly Shortcut[];
  children: ReactNode;
}

/** A page on which something of a form is designed: its head, and below it all the room that is left. */
export function DesignFrame({ app, form, name, document, acts, shortcuts, children }: Props) {
  const localised = useLocalised();
  const { flush } = document;
  usePaneKeys();
  const save = useCallback(() => void flush(), [flush]);
  return (
    <div className={styles.frame}>
      <DesignHeader
        back={
          <Link to="/apps/$app" params={{ app: app.key }}>
            {localised(app.name)}
          </Link>
        }
        name={name}
        tabs={<DesignTabs app={app} form={form} />}
        state={document.state}
        onSave={save}
        canUndo={document.canUndo}
        canRedo={document.canRedo}
        onUndo={document.undo}
        onRedo={document.redo}
        shortcuts={shortcuts}
      >
        {acts}
      </DesignHeader>
      {children}
    </div>
  );
}
