import { isWide } from "../layout";
import { type FieldSpec, type FormSpec, fieldOf, rowFields } from "../spec";
import { fieldAt } from "./edit";
import { itemAt, lastSection, whereIs } from "./layout";
import { type FieldRef, fitsInRows, type ItemPath, type Place, splitRef } from "./place";

/** What is chosen on the page, behind which something new stands. */
export type Chosen = { field: string } | { item: ItemPath } | null;

/** At most so many fields come to stand beside each other by themselves. */
const beside = 2;

/**
 * Where a new field goes: into the subform that is chosen, behind the field that is chosen, to the end of the section
 * that is chosen, else to the end of the page. A row with one narrow field takes a second one.
 */
export function placeForNew(spec: FormSpec, chosen: Chosen, field: FieldSpec): Place {
  const inRows = chosen && "field" in chosen ? placeInSubform(spec, chosen.field, field) : null;
  if (inRows) {
    return inRows;
  }
  const behindIt = chosen && "field" in chosen ? placeBehind(spec, chosen.field, field) : null;
  const section = chosen && "item" in chosen ? sectionIn(spec, chosen.item) : null;
  return behindIt ?? atEnd(spec, section ?? lastSection(spec.layout ?? []) ?? "0", field);
}

/** The place on the page behind a field; `null` where that does not stand there. */
export function placeBehind(spec: FormSpec, ref: FieldRef, field: FieldSpec): Place | null {
  const at = whereIs(spec.layout ?? [], splitRef(ref).subform ?? ref);
  return at && behind(spec, at.section, at.row, at.cell, field);
}

function placeInSubform(spec: FormSpec, ref: string, field: FieldSpec): Place | null {
  const { subform, key } = splitRef(ref);
  const holder = fieldOf(spec, subform ?? key);
  if (holder?.type.kind !== "subform" || !fitsInRows(field.type.kind)) {
    return null;
  }
  const rows = rowFields(holder);
  const at = subform === null ? rows.length : rows.findIndex((row) => row.key === key) + 1;
  return { into: "subform", subform: holder.key, index: at };
}

function sectionIn(spec: FormSpec, path: ItemPath): ItemPath | null {
  const item = itemAt(spec.layout ?? [], path);
  if (!item || "section" in item) {
    return item ? path : null;
  }
  const lists = "tabs" in item ? `${path}/tabs/0` : "columns" in item ? `${path}/columns/0` : null;
  const inner = "tabs" in item ? item.tabs[0]?.items : "columns" in item ? item.columns[0] : undefined;
  return lists && inner ? lastSection(inner, lists) : null;
}

const rowsOf = (spec: FormSpec, section: ItemPath): string[][] => {
  const item = itemAt(spec.layout ?? [], section);
  return item && "section" in item ? (item.fields ?? []) : [];
};

function behind(spec: FormSpec, section: ItemPath, row: number, cell: number, field: FieldSpec): Place {
  const cells = rowsOf(spec, section)[row] ?? [];
  const narrow = [...cells.map((key) => fieldOf(spec, key)), field].every((one) => one && !isWide(one));
  return narrow && cells.length > 0 && cells.length < beside
    ? { into: "row", section, row, cell: cell + 1 }
    : { into: "section", section, row: row + 1 };
}

function atEnd(spec: FormSpec, section: ItemPath, field: FieldSpec): Place {
  const rows = rowsOf(spec, section);
  const last = rows.length - 1;
  return last < 0
    ? { into: "section", section, row: 0 }
    : behind(spec, section, last, (rows[last]?.length ?? 1) - 1, field);
}

/** Where a new part of the page goes: behind the one in which the choice stands, else to its end. */
export function indexForPart(spec: FormSpec, chosen: Chosen): number {
  const layout = spec.layout ?? [];
  const path =
    chosen && "item" in chosen
      ? chosen.item
      : chosen
        ? whereIs(layout, splitRef(chosen.field).subform ?? chosen.field)?.section
        : undefined;
  const top = path === undefined ? Number.NaN : Number(path.split("/")[0]);
  return Number.isInteger(top) && top < layout.length ? top + 1 : layout.length;
}

/** The place of a field in words: its row, and its cell or column. */
export function standsAt(spec: FormSpec, ref: string): { row: number; cell: number; subform: boolean } | null {
  const { subform, key } = splitRef(ref);
  if (subform !== null) {
    const holder = fieldAt(spec, subform);
    const at = holder ? rowFields(holder).findIndex((row) => row.key === key) : -1;
    return at === -1 ? null : { row: at, cell: 0, subform: true };
  }
  const at = whereIs(spec.layout ?? [], key);
  return at && { row: at.row, cell: at.cell, subform: false };
}
