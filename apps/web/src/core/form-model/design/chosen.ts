import { laidOutKeys } from "../layout";
import { type FormSpec, fieldOf, rowFields } from "../spec";
import { duplicateField, nudgeField, removeField } from "./edit";
import { whereIs, withoutKey, withRows } from "./layout";
import { cellsInRow, type FieldRef, type ItemPath, splitRef } from "./place";

/** What is chosen on the page: a part of it, or a field and, where several are, the others. */
export type Selection = { field: FieldRef; others?: FieldRef[] } | { item: ItemPath } | null;

/** The field that was chosen last: the one whose properties are shown. */
export const fieldIn = (selection: Selection): FieldRef | null =>
  selection && "field" in selection ? selection.field : null;

/** All fields that are chosen. */
export const fieldsIn = (selection: Selection): FieldRef[] =>
  selection && "field" in selection ? [...(selection.others ?? []), selection.field] : [];

/** All fields in the order in which they stand on the page, the columns of a subform behind it. */
export function inOrder(spec: FormSpec): FieldRef[] {
  return laidOutKeys(spec.layout ?? []).flatMap((key) => {
    const field = fieldOf(spec, key);
    return field ? [key, ...rowFields(field).map((row) => `${key}/${row.key}`)] : [];
  });
}

const level = (ref: FieldRef) => splitRef(ref).subform;

/** The choice with one field more, or less; only what stands in the same place goes together. */
export function toggled(selection: Selection, ref: FieldRef): Selection {
  const all = fieldsIn(selection).filter((one) => level(one) === level(ref));
  const left = all.includes(ref) ? all.filter((one) => one !== ref) : [...all, ref];
  return chosenFrom(left);
}

/** The choice of everything from the field that was chosen to this one. */
export function ranged(spec: FormSpec, selection: Selection, ref: FieldRef): Selection {
  const from = fieldsIn(selection)[0];
  const order = inOrder(spec).filter((one) => level(one) === level(ref));
  const [a, b] = [from ? order.indexOf(from) : -1, order.indexOf(ref)];
  if (a === -1 || b === -1) {
    return { field: ref };
  }
  const run = order.slice(Math.min(a, b), Math.max(a, b) + 1);
  return chosenFrom(a <= b ? run : run.reverse());
}

function chosenFrom(refs: FieldRef[]): Selection {
  const field = refs.at(-1);
  return field === undefined ? null : refs.length === 1 ? { field } : { field, others: refs.slice(0, -1) };
}

/** The field before or behind another one in reading order. */
export function neighbour(spec: FormSpec, ref: FieldRef | null, step: -1 | 1): FieldRef | null {
  const order = inOrder(spec);
  const at = ref === null ? -1 : order.indexOf(ref);
  if (at === -1) {
    return (step === 1 ? order[0] : order.at(-1)) ?? null;
  }
  return order[at + step] ?? null;
}

const sorted = (spec: FormSpec, refs: FieldRef[]) => {
  const order = inOrder(spec);
  return [...refs].sort((a, b) => order.indexOf(a) - order.indexOf(b));
};

/** The form without these fields. */
export function removeFields(spec: FormSpec, refs: FieldRef[], published: (ref: FieldRef) => boolean): FormSpec {
  return refs.reduce((left, ref) => removeField(left, ref, published(ref)), spec);
}

/** The form with a copy of each of these fields, each behind its own. */
export function duplicateFields(spec: FormSpec, refs: FieldRef[]): { spec: FormSpec; selection: Selection } {
  let next = spec;
  const copies: FieldRef[] = [];
  for (const ref of sorted(spec, refs)) {
    const copy = duplicateField(next, ref);
    next = copy.spec;
    copies.push(copy.ref);
  }
  return { spec: next, selection: chosenFrom(copies) };
}

/** The form with these fields one step earlier or later, together. */
export function nudgeFields(spec: FormSpec, refs: FieldRef[], step: -1 | 1): FormSpec {
  const order = sorted(spec, refs);
  return (step === 1 ? order.reverse() : order).reduce((next, ref) => nudgeField(next, ref, step), spec);
}

/** The form with a field one cell to the side: within its row, else into the row above, at its end. */
export function shiftField(spec: FormSpec, ref: FieldRef, step: -1 | 1): FormSpec {
  if (level(ref) !== null) {
    return nudgeField(spec, ref, step);
  }
  const layout = spec.layout ?? [];
  const at = whereIs(layout, ref);
  if (!at) {
    return spec;
  }
  const rows = (edit: (rows: string[][]) => string[][]) => ({ ...spec, layout: withRows(layout, at.section, edit) });
  const row = rowAt(spec, at.section, at.row);
  const to = at.cell + step;
  if (to >= 0 && to < row.length) {
    return rows((all) => all.with(at.row, row.toSpliced(at.cell, 1).toSpliced(to, 0, ref)));
  }
  const above = step === -1 && at.row > 0 ? rowAt(spec, at.section, at.row - 1) : null;
  if (!above || above.length >= cellsInRow) {
    return spec;
  }
  const without = withoutKey(layout, ref);
  return {
    ...spec,
    layout: withRows(without, at.section, (all) => all.with(at.row - 1, [...above, ref])),
  };
}

function rowAt(spec: FormSpec, section: ItemPath, row: number): string[] {
  let found: string[] = [];
  withRows(spec.layout ?? [], section, (rows) => {
    found = rows[row] ?? [];
    return rows;
  });
  return found;
}
