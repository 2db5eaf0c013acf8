import type { FieldKindName } from "../kinds";
import { type FieldSpec, rowFields } from "../spec";

/**
 * The way to a list of layout parts: `""` is the page itself, `2/tabs/0` the first tab of the third part,
 * `1/columns/1` the second column of the second part.
 */
export type ListPath = string;

/** The way to one layout part: its list and its place in it, `2/tabs/0/1`. */
export type ItemPath = string;

/** A gap into which something fits. */
export type Place =
  | { into: "items"; list: ListPath; index: number }
  | { into: "section"; section: ItemPath; row: number }
  | { into: "row"; section: ItemPath; row: number; cell: number }
  | { into: "subform"; subform: string; index: number };

/** What is picked up: a new field or part from the palette, or one that stands on the page. */
export type Dragged =
  | { take: "kind"; kind: FieldKindName }
  | { take: "part"; part: PartKind }
  | { take: "field"; field: FieldRef }
  | { take: "item"; item: ItemPath };

/** A field of the form, `amount`, or of the rows of a subform, `items/qty`. */
export type FieldRef = string;

export const partKinds = ["section", "tabs", "columns", "divider", "note"] as const;
export type PartKind = (typeof partKinds)[number];

/** Kinds that the rows of a subform cannot hold. */
const notInRows: ReadonlySet<FieldKindName> = new Set(["subform", "querylist", "button", "autonum", "rollup"]);

/** At most so many fields stand beside each other. */
export const cellsInRow = 4;

export const fitsInRows = (kind: FieldKindName) => !notInRows.has(kind);

/** Splits a reference into the subform, if any, and the key. */
export function splitRef(ref: FieldRef): { subform: string | null; key: string } {
  const [first = "", second] = ref.split("/");
  return second === undefined ? { subform: null, key: first } : { subform: first, key: second };
}

/** A field and, of a subform, the fields of its rows. */
export function refsOfField(field: FieldSpec): FieldRef[] {
  return [field.key, ...rowFields(field).map((row) => `${field.key}/${row.key}`)];
}

/** A place as the name of a slot, and back. */
export const slotId = (place: Place): string => JSON.stringify(place);
export const placeOf = (slot: string): Place => JSON.parse(slot) as Place;
