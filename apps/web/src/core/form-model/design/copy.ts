import { settingsOf } from "../settings";
import type { FieldSpec, FormSpec } from "../spec";
import { type Chosen, placeBehind, placeForNew } from "./add";
import { fieldAt, freshKey, insertField } from "./edit";
import { type FieldRef, type Place, splitRef } from "./place";

/** What says that a text on the clipboard is fields of a form. */
const sign = "mortise/fields";

/** Fields as a text for the clipboard. */
export function copyText(spec: FormSpec, refs: FieldRef[]): string {
  const fields = refs.flatMap((ref) => fieldAt(spec, ref) ?? []);
  return JSON.stringify({ [sign]: 1, fields }, null, 1);
}

/** The fields that a text from the clipboard holds; `null` where it is something else. */
export function copiedFields(text: string): FieldSpec[] | null {
  if (!text.includes(sign)) {
    return null;
  }
  try {
    const read: unknown = JSON.parse(text);
    const fields = isMap(read) && sign in read && Array.isArray(read.fields) ? read.fields.filter(isField) : [];
    return fields.length > 0 ? fields : null;
  } catch {
    return null;
  }
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

function isField(value: unknown): value is FieldSpec {
  return (
    isMap(value) &&
    typeof value.key === "string" &&
    isMap(value.label) &&
    isMap(value.type) &&
    typeof value.type.kind === "string" &&
    Object.hasOwn(settingsOf, value.type.kind) &&
    isMap(value.type.settings)
  );
}

/**
 * The form with copies of fields, of this form or another, behind what is chosen. A key that is free here stays, so
 * that formulas among the copies go on to work; a taken one is made anew.
 */
export function pasteFields(spec: FormSpec, fields: FieldSpec[], chosen: Chosen): { spec: FormSpec; refs: FieldRef[] } {
  let next = spec;
  const refs: FieldRef[] = [];
  for (const field of fields) {
    const before = refs.at(-1);
    const place = placeOfCopy(next, before, chosen, field);
    const subform = place.into === "subform" ? place.subform : null;
    const key = freeKey(next, field, subform);
    next = insertField(next, place, { ...structuredClone(field), key });
    refs.push(subform === null ? key : `${subform}/${key}`);
  }
  return { spec: next, refs };
}

/** Copies stand behind each other: a subform among them does not take in those that follow it. */
function placeOfCopy(spec: FormSpec, before: FieldRef | undefined, chosen: Chosen, field: FieldSpec): Place {
  const onPage = before !== undefined && splitRef(before).subform === null;
  return (
    (onPage ? placeBehind(spec, before, field) : null) ??
    placeForNew(spec, before === undefined ? chosen : { field: before }, field)
  );
}

function freeKey(spec: FormSpec, field: FieldSpec, subform: string | null): string {
  const taken =
    fieldAt(spec, subform === null ? field.key : `${subform}/${field.key}`) !== undefined ||
    (subform === null && spec.retired?.includes(field.key));
  return taken ? freshKey(spec, field.type.kind, subform) : field.key;
}
