import { useQuery } from "@tanstack/react-query";
import { choicesQuery } from "@/api/queries/choices";
import type { RecordView } from "@/api/queries/records";
import type { FieldSpec } from "@/core/form-model/spec";
import { laneKey } from "@/core/view-model/board";
import { currentLocale } from "@/i18n";
import { useLocalised } from "@/ui/localised";
import type { List } from "../../list/useList";
import { useAll } from "../useAll";

/** Somebody or something that can be busy. */
export interface Resource {
  /** `""` is what no bar names. */
  key: string;
  title: string;
  /** The record that it is, and its form. */
  record?: { form: string; id: string };
}

/**
 * The lines of a timeline: what the bars name, and with `free` also what no bar names in this time. Where the bars are of
 * another form, the lines are the records of the list.
 */
export function useResources(list: List, field: FieldSpec | undefined, ofList: boolean, free: boolean) {
  const localised = useLocalised();
  const type = field?.type;
  const target = ofList ? list.form : type?.kind === "link" ? type.settings.form : null;
  const { view, search, filter, sort } = list.question;
  const question = ofList ? { view, search, filter, sort } : {};
  const records = useAll(list.app, target ?? "", question, target !== null && (free || ofList));
  const of = type?.kind === "dept" ? ("dept" as const) : ("user" as const);
  const people = useQuery({
    ...choicesQuery({ of }, ""),
    enabled: free && (type?.kind === "user" || type?.kind === "dept"),
  });
  const options = type?.kind === "select" ? (type.settings.options ?? []).filter((option) => !option.retired) : [];
  const known: Resource[] = [
    ...options.map((option) => ({ key: option.key, title: localised(option.label) || option.key })),
    ...(target && (free || ofList)
      ? records.records.map(({ id, title }) => ({ key: id, title, record: { form: target, id } }))
      : []),
    ...(free && people.data ? people.data.map(({ id, title }) => ({ key: id, title })) : []),
  ];

  /** The lines for these bars, in order: what is known, and what else they name. */
  const linesOf = (bars: RecordView[], blank: string): { resource: Resource; records: RecordView[] }[] => {
    const found = new Map<string, { resource: Resource; records: RecordView[] }>();
    for (const resource of known) {
      found.set(resource.key, { resource, records: [] });
    }
    for (const bar of bars) {
      const value = field ? bar.values[field.key] : null;
      const key = laneKey(value);
      // Of another form only what belongs to a record of the list is shown.
      if (ofList && !found.has(key)) {
        continue;
      }
      const line = found.get(key) ?? { resource: resourceOf(key, value, target, blank), records: [] };
      line.records.push(bar);
      found.set(key, line);
    }
    const lines = [...found.values()].filter((line) => free || line.records.length > 0);
    const inOrder = options.length > 0 || ofList;
    const blankLast = (line: (typeof lines)[number]) => (line.resource.key === "" ? 1 : 0);
    return lines.sort(
      (a, b) =>
        blankLast(a) - blankLast(b) ||
        (inOrder ? 0 : a.resource.title.localeCompare(b.resource.title, currentLocale())),
    );
  };
  return { linesOf, isPending: target !== null && (free || ofList) && records.query.isPending };
}

function resourceOf(
  key: string,
  value: RecordView["values"][string] | undefined,
  form: string | null,
  blank: string,
): Resource {
  const named = typeof value === "object" && value !== null && !Array.isArray(value) ? String(value.title ?? key) : key;
  return { key, title: key === "" ? blank : named, record: form && key !== "" ? { form, id: key } : undefined };
}
