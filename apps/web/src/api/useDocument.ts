import { useCallback, useState } from "react";
import { begin, change as changed, redo, undo } from "@/core/history";
import type { Issue } from "./errors";
import { useDraftSaver } from "./useDraftSaver";

/** A draft as the server keeps it. */
interface Draft<D> {
  spec: D;
  draft_version: number;
  issues: Issue[];
}

interface Options<D> {
  draft: Draft<D>;
  /** The document to begin with, where it is not the draft as it stands. */
  start?: () => D;
  save: (document: D, version: number) => Promise<Draft<D>>;
}

/** A document that is being designed: it saves itself, and each change can be taken back. */
export function useDocument<D>({ draft, start, save }: Options<D>) {
  const [history, setHistory] = useState(() => begin(start ? start() : draft.spec));
  const { present: spec, past, future } = history;
  const saver = useDraftSaver({ document: spec, version: draft.draft_version, issues: draft.issues, save });
  /** Puts another document in place; changes that are `about` the same thing and follow each other are one step. */
  const change = useCallback((next: D, about = "") => setHistory((old) => changed(old, next, about, Date.now())), []);
  return {
    spec,
    change,
    issues: saver.issues,
    state: saver.state,
    flush: saver.flush,
    canUndo: past.length > 0,
    canRedo: future.length > 0,
    undo: useCallback(() => setHistory(undo), []),
    redo: useCallback(() => setHistory(redo), []),
  };
}

/** What a designer's frame needs of the document in it. */
export type Designed = Omit<ReturnType<typeof useDocument<unknown>>, "spec" | "change">;
