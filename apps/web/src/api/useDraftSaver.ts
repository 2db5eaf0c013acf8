import { useCallback, useEffect, useRef, useState } from "react";
import { type ApiProblem, asProblem, type Issue } from "./errors";

/** How a document stands that saves itself while it is being changed. */
export type SaveState = "saved" | "waiting" | "saving" | "failed" | "conflict";

interface Saved {
  draft_version: number;
  issues: Issue[];
}

interface Options<D> {
  document: D;
  version: number;
  issues: Issue[];
  save: (document: D, version: number) => Promise<Saved>;
}

const pauseMs = 800;

/** Saves each change of a document a moment after it was made, one after the other, and tells what is wrong with it. */
export function useDraftSaver<D>({ document, version, issues, save }: Options<D>) {
  const [state, setState] = useState<SaveState>("saved");
  const [found, setFound] = useState(issues);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const at = useRef({ saved: document, version, latest: document, running: null as Promise<boolean> | null });
  at.current.latest = document;
  const saving = useRef(save);
  saving.current = save;

  const run = useCallback(async (): Promise<boolean> => {
    const here = at.current;
    while (here.saved !== here.latest) {
      const sent = here.latest;
      setState("saving");
      try {
        const answer = await saving.current(sent, here.version);
        here.saved = sent;
        here.version = answer.draft_version;
        setFound(answer.issues);
        setProblem(null);
      } catch (error) {
        const refused = asProblem(error);
        setProblem(refused);
        setState(refused.status === 409 || refused.status === 412 ? "conflict" : "failed");
        return false;
      }
    }
    setState("saved");
    return true;
  }, []);

  /** Saves at once what is not saved yet; whether all of it is. */
  const flush = useCallback((): Promise<boolean> => {
    const here = at.current;
    here.running ??= run().finally(() => {
      here.running = null;
    });
    return here.running;
  }, [run]);

  useEffect(() => {
    if (document === at.current.saved) {
      return;
    }
    setState((before) => (before === "conflict" ? before : "waiting"));
    const timer = setTimeout(() => void flush(), pauseMs);
    return () => clearTimeout(timer);
  }, [document, flush]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (at.current.saved !== at.current.latest) {
        event.preventDefault();
      }
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      window.removeEventListener("beforeunload", warn);
      void flush();
    };
  }, [flush]);

  return { state, issues: problem && problem.issues.length > 0 ? problem.issues : found, problem, flush };
}
