import { laidOutKeys } from "../layout";
import { type FieldSpec, type FormSpec, fieldOf, type LayoutItem, rowFields } from "../spec";
import { itemAt, lastSection, splitItem, whereIs, withItem, withList, withoutKey, withRows } from "./layout";
import { cellsInRow, type Dragged, type FieldRef, fitsInRows, type ItemPath, type Place, splitRef } from "./place";

/** The field that a reference names. */
export function fieldAt(spec: FormSpec, ref: FieldRef): FieldSpec | undefined {
  const { subform, key } = splitRef(ref);
  if (subform === null) {
    return fieldOf(spec, key);
  }
  const holder = fieldOf(spec, subform);
  return holder && rowFields(holder).find((field) => field.key === key);
}

/** The form with a field changed. */
export function updateField(spec: FormSpec, ref: FieldRef, edit: (field: FieldSpec) => FieldSpec): FormSpec {
  const { subform, key } = splitRef(ref);
  if (subform !== null) {
    return withRowFields(spec, subform, (fields) => fields.map((field) => (field.key === key ? edit(field) : field)));
  }
  return { ...spec, fields: spec.fields.map((field) => (field.key === key ? edit(field) : field)) };
}

function withRowFields(spec: FormSpec, subform: string, edit: (fields: FieldSpec[]) => FieldSpec[]): FormSpec {
  return updateField(spec, subform, (holder) =>
    holder.type.kind === "subform"
      ? { ...holder, type: { ...holder.type, settings: { ...holder.type.settings, fields: edit(rowFields(holder)) } } }
      : holder,
  );
}

const withLayout = (spec: FormSpec, layout: LayoutItem[]): FormSpec => ({ ...spec, layout });

/** The form with a new field at a place. */
export function insertField(spec: FormSpec, place: Place, field: FieldSpec): FormSpec {
  if (place.into === "subform") {
    return withRowFields(spec, place.subform, (fields) => fields.toSpliced(place.index, 0, field));
  }
  const layout = putKey(spec.layout ?? [], place, field.key);
  return { ...spec, fields: [...spec.fields, field], layout };
}

function putKey(layout: LayoutItem[], place: Place, key: string): LayoutItem[] {
  if (place.into === "section") {
    return withRows(layout, place.section, (rows) => rows.toSpliced(place.row, 0, [key]));
  }
  if (place.into === "row") {
    return withRows(layout, place.section, (rows) =>
      rows.map((row, n) => (n === place.row ? row.toSpliced(place.cell, 0, key) : row)),
    );
  }
  return layout;
}

/** The form with a field moved to another place of the same kind. */
export function moveField(spec: FormSpec, ref: FieldRef, place: Place): FormSpec {
  const { subform, key } = splitRef(ref);
  if (subform !== null) {
    return place.into === "subform" && place.subform === subform ? moveRowField(spec, subform, key, place.index) : spec;
  }
  const layout = spec.layout ?? [];
  const from = whereIs(layout, key);
  if (place.into !== "section" && place.into !== "row") {
    return spec;
  }
  return withLayout(spec, putKey(withoutKey(layout, key), settled(layout, from, place), key));
}

/** Where a place is once the field has been taken out: gaps behind it move up. */
function settled(layout: LayoutItem[], from: ReturnType<typeof whereIs>, place: Place): Place {
  if (!from || (place.into !== "section" && place.into !== "row") || place.section !== from.section) {
    return place;
  }
  const section = itemAt(layout, from.section);
  const row = section && "section" in section ? section.fields?.[from.row] : undefined;
  const rowGoes = row?.length === 1;
  if (place.into === "section") {
    return rowGoes && place.row > from.row ? { ...place, row: place.row - 1 } : place;
  }
  if (place.row === from.row) {
    return rowGoes
      ? { into: "section", section: place.section, row: from.row }
      : { ...place, cell: place.cell > from.cell ? place.cell - 1 : place.cell };
  }
  return rowGoes && place.row > from.row ? { ...place, row: place.row - 1 } : place;
}

function moveRowField(spec: FormSpec, subform: string, key: string, index: number): FormSpec {
  return withRowFields(spec, subform, (fields) => {
    const at = fields.findIndex((field) => field.key === key);
    const field = fields[at];
    return field ? fields.toSpliced(at, 1).toSpliced(at < index ? index - 1 : index, 0, field) : fields;
  });
}

/** The form without a field. A key that was in force is never used again. */
export function removeField(spec: FormSpec, ref: FieldRef, wasPublished: boolean): FormSpec {
  const { subform, key } = splitRef(ref);
  if (subform !== null) {
    return withRowFields(spec, subform, (fields) => fields.filter((field) => field.key !== key));
  }
  const retired = wasPublished && !spec.retired?.includes(key) ? [...(spec.retired ?? []), key] : spec.retired;
  const without = { ...spec, fields: spec.fields.filter((field) => field.key !== key), retired };
  return withLayout(without, withoutKey(spec.layout ?? [], key));
}

/** The form with a copy of a field behind it, under another key. */
export function duplicateField(spec: FormSpec, ref: FieldRef): { spec: FormSpec; ref: FieldRef } {
  const field = fieldAt(spec, ref);
  const { subform, key } = splitRef(ref);
  if (!field) {
    return { spec, ref };
  }
  const copy = { ...structuredClone(field), key: freshKey(spec, field.type.kind, subform) };
  if (subform !== null) {
    const holder = fieldOf(spec, subform);
    const at = holder ? rowFields(holder).findIndex((other) => other.key === key) : -1;
    return {
      spec: insertField(spec, { into: "subform", subform, index: at + 1 }, copy),
      ref: `${subform}/${copy.key}`,
    };
  }
  return { spec: insertField(spec, placeAfter(spec, ref), copy), ref: copy.key };
}

/** The gap below a field, else at the end of the page. */
export function placeAfter(spec: FormSpec, ref: FieldRef | null): Place {
  const layout = spec.layout ?? [];
  const at = ref === null ? null : whereIs(layout, splitRef(ref).subform ?? ref);
  if (at) {
    return { into: "section", section: at.section, row: at.row + 1 };
  }
  const section = lastSection(layout) ?? "0";
  const item = itemAt(layout, section);
  return { into: "section", section, row: item && "section" in item ? (item.fields ?? []).length : 0 };
}

/** The form with a field one step earlier or later: within its row, then past it. */
export function nudgeField(spec: FormSpec, ref: FieldRef, step: -1 | 1): FormSpec {
  const { subform, key } = splitRef(ref);
  if (subform !== null) {
    const holder = fieldOf(spec, subform);
    const at = holder ? rowFields(holder).findIndex((field) => field.key === key) : -1;
    return at === -1 ? spec : moveRowField(spec, subform, key, step === -1 ? Math.max(at - 1, 0) : at + 2);
  }
  const at = whereIs(spec.layout ?? [], key);
  if (!at) {
    return spec;
  }
  const row = step === -1 ? Math.max(at.row - 1, 0) : at.row + 2;
  const section = itemAt(spec.layout ?? [], at.section);
  const rows = section && "section" in section ? (section.fields ?? []) : [];
  const alone = rows[at.row]?.length === 1;
  return alone
    ? moveField(spec, ref, { into: "section", section: at.section, row: Math.min(row, rows.length) })
    : moveField(spec, ref, { into: "section", section: at.section, row: step === -1 ? at.row : at.row + 1 });
}

/** The form with a new part of its page. */
export function insertItem(spec: FormSpec, list: string, index: number, item: LayoutItem): FormSpec {
  return withLayout(
    spec,
    withList(spec.layout ?? [], list, (items) => items.toSpliced(index, 0, item)),
  );
}

/** The form with a part changed. */
export function updateItem(spec: FormSpec, path: ItemPath, edit: (item: LayoutItem) => LayoutItem): FormSpec {
  return withLayout(spec, withItem(spec.layout ?? [], path, edit));
}

/** The form with a part one step earlier or later in its list, or at another gap of the same list. */
export function moveItem(spec: FormSpec, path: ItemPath, index: number): FormSpec {
  const { list, index: from } = splitItem(path);
  return withLayout(
    spec,
    withList(spec.layout ?? [], list, (items) => {
      const item = items[from];
      const to = from < index ? index - 1 : index;
      return item && to >= 0 && to < items.length ? items.toSpliced(from, 1).toSpliced(to, 0, item) : items;
    }),
  );
}

/** The form without a part; the fields in it stay, in the nearest section that is left. */
export function removeItem(spec: FormSpec, path: ItemPath): FormSpec {
  const layout = spec.layout ?? [];
  const item = itemAt(layout, path);
  if (!item) {
    return spec;
  }
  const keys = laidOutKeys([item]);
  const { list, index } = splitItem(path);
  const left = withList(layout, list, (items) => items.toSpliced(index, 1));
  const home = lastSection(left);
  const rows = keys.map((key) => [key]);
  return withLayout(
    spec,
    home
      ? withRows(left, home, (old) => [...old, ...rows])
      : [...left, { section: { "zh-CN": "", en: "" }, fields: rows }],
  );
}

/** Whether what is picked up fits into a gap. */
export function accepts(spec: FormSpec, dragged: Dragged, place: Place): boolean {
  switch (dragged.take) {
    case "part":
    case "item":
      return place.into === "items" && fitsPart(dragged, place.list);
    case "kind":
      return place.into === "subform" ? fitsInRows(dragged.kind) : fitsOnPage(spec, place);
    case "field": {
      const { subform } = splitRef(dragged.field);
      return subform === null
        ? fitsOnPage(spec, place, dragged.field)
        : place.into === "subform" && place.subform === subform;
    }
  }
}

/** Tabs and columns stand on the page itself only. */
function fitsPart(dragged: Dragged, list: string): boolean {
  if (dragged.take === "item") {
    return splitItem(dragged.item).list === list;
  }
  return list === "" || (dragged.take === "part" && dragged.part !== "tabs" && dragged.part !== "columns");
}

function fitsOnPage(spec: FormSpec, place: Place, moved?: string): boolean {
  if (place.into === "row") {
    const section = itemAt(spec.layout ?? [], place.section);
    const row = section && "section" in section ? (section.fields?.[place.row] ?? []) : [];
    return row.length < cellsInRow || (moved !== undefined && row.includes(moved));
  }
  return place.into === "section";
}

/** A key that no field has or had: the kind with a number. */
export function freshKey(spec: FormSpec, kind: string, subform: string | null): string {
  const holder = subform === null ? undefined : fieldOf(spec, subform);
  const taken = new Set([
    ...(holder ? rowFields(holder) : spec.fields).map((field) => field.key),
    ...(subform === null ? (spec.retired ?? []) : []),
  ]);
  for (let n = 1; ; n++) {
    const key = `${kind}_${n}`;
    if (!taken.has(key)) {
      return key;
    }
  }
}
