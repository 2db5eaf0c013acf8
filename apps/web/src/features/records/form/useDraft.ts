import { useEffect, useState } from "react";
import { changedValues, type FormStore, isDirty } from "@/core/form-runtime/store";
import { readDraft, sweepDrafts, writeDraft } from "./draft";

const pauseMs = 500;

/** Keeps what is typed over a reload; tells whether something was brought back. */
export function useDraft(store: FormStore, key: string): { restored: boolean; drop: () => void; dismiss: () => void } {
  const [restored, setRestored] = useState(false);
  useEffect(() => {
    const kept = readDraft(localStorage, key, Date.now());
    if (kept && Object.keys(kept).length > 0) {
      store.getState().restore(kept);
      setRestored(true);
    }
    sweepDrafts(localStorage, Date.now());
  }, [store, key]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      const state = store.getState();
      if (isDirty(state)) {
        writeDraft(localStorage, key, keptValues(store), Date.now());
      } else {
        localStorage.removeItem(key);
      }
    };
    const unsubscribe = store.subscribe((state, before) => {
      if (state.edits !== before.edits) {
        clearTimeout(timer);
        timer = setTimeout(keep, pauseMs);
      }
    });
    const leave = () => {
      if (timer !== undefined) {
        keep();
      }
    };
    window.addEventListener("pagehide", leave);
    return () => {
      clearTimeout(timer);
      unsubscribe();
      window.removeEventListener("pagehide", leave);
    };
  }, [store, key]);
  return {
    restored,
    dismiss: () => setRestored(false),
    drop: () => {
      localStorage.removeItem(key);
      store.getState().reset(store.getState().saved);
      setRestored(false);
    },
  };
}

/** What differs from what was saved, as it stands in the form, so that titles of linked records come back too. */
function keptValues(store: FormStore) {
  const { values } = store.getState();
  return Object.fromEntries(Object.keys(changedValues(store.getState())).map((key) => [key, values[key] ?? null]));
}
