import { useCallback, useEffect, useMemo, useState } from "react";
import type { Meant } from "@/api/queries/changes";
import type { ListQuestion, RecordView } from "@/api/queries/records";

/** Which records of a list are chosen: some with the versions that were seen, or all that fit. */
export interface Selection {
  /** Versions by id. */
  chosen: ReadonlyMap<string, number>;
  all: boolean;
  choose: (records: RecordView[]) => void;
  toggle: (record: RecordView, on: boolean) => void;
  chooseAll: () => void;
  clear: () => void;
}

const none: ReadonlyMap<string, number> = new Map();

/** The selection of a list; another question begins with none. */
export function useSelection(question: ListQuestion): Selection {
  const [chosen, setChosen] = useState<ReadonlyMap<string, number>>(none);
  const [all, setAll] = useState(false);
  const clear = useCallback(() => {
    setChosen(none);
    setAll(false);
  }, []);
  const asked = JSON.stringify([question.view, question.filter, question.search]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen of other records means nothing any more
  useEffect(clear, [asked]);
  const choose = useCallback((records: RecordView[]) => {
    setAll(false);
    setChosen(new Map(records.map((record) => [record.id, record.version])));
  }, []);
  const toggle = useCallback((record: RecordView, on: boolean) => {
    setAll(false);
    setChosen((before) => {
      const next = new Map(before);
      if (on) {
        next.set(record.id, record.version);
      } else {
        next.delete(record.id);
      }
      return next;
    });
  }, []);
  const chooseAll = useCallback(() => setAll(true), []);
  return useMemo(
    () => ({ chosen, all, choose, toggle, chooseAll, clear }),
    [chosen, all, choose, toggle, chooseAll, clear],
  );
}

/** The records that are meant, as the server is told. */
export function meant(selection: Pick<Selection, "chosen" | "all">, question: ListQuestion): Meant {
  const { view, filter, search } = question;
  return selection.all
    ? { where: { view, filter, search } }
    : { records: [...selection.chosen].map(([id, version]) => ({ id, version })) };
}
