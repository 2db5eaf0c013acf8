import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { ApiProblem } from "@/api/errors";
import { evaluate } from "@/api/queries/records";
import { asWritten, type Values } from "@/core/form-runtime/path";
import type { FormStore } from "@/core/form-runtime/store";

const pauseMs = 300;

interface Options {
  app: string;
  form: string;
  id?: string;
  store: FormStore;
}

/** Keeps formulas, defaults, what is shown and what is wrong up to date while a person types. */
export function useEvaluation({ app, form, id, store }: Options): { evaluating: boolean; stale: boolean } {
  const edits = useStore(store, (state) => state.edits);
  const [evaluating, setEvaluating] = useState(false);
  const [stale, setStale] = useState(false);
  const asked = useRef<{ edits: number; changedAt: Record<string, number> }>({ edits: 0, changedAt: {} });

  useEffect(() => {
    const abort = new AbortController();
    const ask = async () => {
      const { values, changedAt } = store.getState();
      const changed = Object.keys(changedAt).filter((path) => (changedAt[path] ?? 0) > asked.current.edits);
      setEvaluating(true);
      try {
        const written = asWritten(values) as Values;
        const answer = await evaluate(app, form, { id, values: written, changed }, abort.signal);
        asked.current = { edits, changedAt };
        store.getState().take(answer, edits);
        setStale(false);
      } catch (error) {
        if (!abort.signal.aborted) {
          setStale(error instanceof ApiProblem);
        }
      } finally {
        if (!abort.signal.aborted) {
          setEvaluating(false);
        }
      }
    };
    const timer = setTimeout(() => void ask(), edits === 0 ? 0 : pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [app, form, id, store, edits]);
  return { evaluating, stale };
}
