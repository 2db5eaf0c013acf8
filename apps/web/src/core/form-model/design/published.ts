import type { OptionSpec } from "../kinds";
import { type FieldSpec, rowFields } from "../spec";
import type { FieldRef } from "./place";

/** The fields that are in force, on which records hang, each with the keys of its choices. */
export type Published = ReadonlyMap<FieldRef, ReadonlySet<string>>;

export function publishedOf(fields: FieldSpec[]): Published {
  return new Map(
    fields.flatMap((field): [FieldRef, ReadonlySet<string>][] => [
      [field.key, choicesOf(field)],
      ...rowFields(field).map((row): [FieldRef, ReadonlySet<string>] => [`${field.key}/${row.key}`, choicesOf(row)]),
    ]),
  );
}

function choicesOf({ type: { settings } }: FieldSpec): ReadonlySet<string> {
  return new Set("options" in settings ? keysOf(settings.options ?? []) : []);
}

const keysOf = (options: OptionSpec[]): string[] =>
  options.flatMap((option) => [option.key, ...keysOf(option.children ?? [])]);
