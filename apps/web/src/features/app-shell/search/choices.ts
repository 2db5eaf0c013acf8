import type { FoundForm, FoundRecord } from "@/api/queries/search";

/** What Enter can open: a record, or the list of a form with all that was found. */
export type Choice = { app: string; form: string; group: number } & (
  | { kind: "record"; id: string; record: FoundRecord }
  | { kind: "all" }
);

/** All choices in the order in which they stand. */
export function choicesOf(items: readonly FoundForm[]): Choice[] {
  return items.flatMap(({ app, form, records, more }, group) => {
    const place = { app, form, group };
    const choices: Choice[] = records.map((record) => ({ ...place, kind: "record", id: record.id, record }));
    return more ? [...choices, { ...place, kind: "all" }] : choices;
  });
}
