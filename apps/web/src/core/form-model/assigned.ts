import type { Json } from "@/api/types";
import type { FieldKindName } from "./kinds";
import type { FieldSpec } from "./spec";
import { isGiven } from "./writable";

/** What a field gets: this value, or the result of an expression. */
export type Assigned = { value: Json } | { expr: string };

export const isLiteral = (assigned: Assigned): assigned is { value: Json } => "value" in assigned;

/** Kinds whose values nobody writes into a definition. */
const without: ReadonlySet<FieldKindName> = new Set([
  "subform",
  "signature",
  "file",
  "files",
  "image",
  "images",
  "richtext",
  "json",
]);

/** Whether a value of the field can stand in a definition: as a default, or as what a flow sets. */
export const hasLiteral = (field: FieldSpec): boolean => !without.has(field.type.kind);

/** The fields that a flow may write. */
export const assignable = (fields: FieldSpec[]): FieldSpec[] =>
  fields.filter((field) => !isGiven(field) && hasLiteral(field));

/** The assignments with one more, another one, or one less; those that stay keep their order. */
export function withAssigned(
  set: Record<string, Assigned>,
  key: string,
  assigned: Assigned | null,
): Record<string, Assigned> {
  const { [key]: _, ...rest } = set;
  return assigned ? { ...set, [key]: assigned } : rest;
}
