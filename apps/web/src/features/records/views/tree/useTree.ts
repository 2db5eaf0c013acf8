import { useMemo, useState } from "react";
import type { RecordView } from "@/api/queries/records";
import type { Json } from "@/api/types";
import { fieldOf } from "@/core/form-model/spec";
import { isWritable } from "@/core/form-model/writable";
import { recordTree, treeLines, valueTree } from "@/core/view-model/branches";
import { isMap } from "@/fields/_shared/text";
import { fieldText } from "@/fields/texts";
import { currentLocale } from "@/i18n";
import type { List } from "../../list/useList";
import { cardQuestion } from "../question";
import { useAll } from "../useAll";
import { useMove } from "../useMove";

/** The steps of a value that has some, such as a province and its city. */
function namesOf(value: Json): string[] | null {
  const region = isMap(value) && "region" in value ? (value.region ?? null) : value;
  return isMap(region) && Array.isArray(region.names) ? region.names.map(String) : null;
}

/** The records of a tree, which of its branches are open, and what moves a record. */
export function useTree(list: List, blank: string) {
  const key = String(list.view?.show.settings.parent ?? "");
  const field = fieldOf(list.spec, key);
  const isLink = field?.type.kind === "link";
  const all = useAll(list.app, list.form, cardQuestion(list, [key]), field !== undefined);
  const { move, moved } = useMove(list, all.query.refetch);
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [base, setBase] = useState<"first" | "all" | "none">("first");
  const records = useMemo(() => all.records.map((record) => moved[record.id] ?? record), [all.records, moved]);
  const tree = useMemo(() => {
    if (isLink) {
      return recordTree(records, (record) => record.values[key]);
    }
    const steps = (record: RecordView) => {
      const value = record.values[key] ?? null;
      return namesOf(value) ?? [(field && fieldText(field, value, currentLocale(), record.values)) || blank];
    };
    return valueTree(records, steps);
  }, [records, isLink, key, field, blank]);
  // A search shows all that it found.
  const opened = base === "first" && list.search.q ? "all" : base;
  const isOpen = (id: string, level: number) =>
    (opened === "all" || (opened === "first" && level === 1)) !== turned.has(id);
  const { acts, rights } = list.published;
  return {
    ...all,
    field,
    isLink,
    records,
    lines: treeLines(tree, isOpen),
    toggle: (id: string) =>
      setTurned((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id])),
    openAll: (to: "all" | "none") => {
      setTurned(new Set());
      setBase(to);
    },
    movable: isLink && field !== undefined && acts.includes("update") && isWritable(field, rights[key]),
    move: (record: RecordView, parent: { id: string; title: string } | null, place: string) =>
      // The title is shown until the server has answered; what is written is the id.
      move(record, { [key]: parent?.id ?? null }, { name: record.title, place }),
  };
}
