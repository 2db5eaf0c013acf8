import type { Json } from "@/api/types";
import type { Filter } from "../filter/filter";
import type { OptionSpec } from "../form-model/kinds";
import type { FieldSpec } from "../form-model/spec";
import type { PivotTable } from "../pivot-model/spec";

/** A column of a board: the records with one value, or those without any. */
export interface Lane {
  /** Names the column in the page; `""` is the one of those without a value. */
  key: string;
  /** What a record that is moved here is given. */
  value: Json;
  option?: OptionSpec;
  title?: string;
  /** It stays folded until somebody opens it. */
  folded: boolean;
  count?: number;
  figure?: Json;
}

/** The key of a value of the field by which a board stands. */
export function laneKey(value: Json | undefined): string {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return String(value.id ?? "");
  }
  return value === null || value === undefined ? "" : String(value);
}

/** The columns of a board, in order: the options that can be chosen, those that records still have, and the rest. */
export function lanesOf(field: FieldSpec, hidden: string[], counted: PivotTable | undefined): Lane[] {
  const counts = new Map<string, { count: number; figure?: Json; value: Json }>();
  for (const [at, row] of (counted?.rows ?? []).entries()) {
    const cells = counted?.cells[at] ?? [];
    const [value] = row.keys;
    counts.set(laneKey(value), {
      count: Number(cells.at(-1) ?? 0),
      figure: cells.length > 1 ? cells[0] : undefined,
      value: value ?? null,
    });
  }
  const lane = (key: string, more: Partial<Lane>): Lane => {
    const found = counts.get(key);
    const empty = counted ? { count: found?.count ?? 0, figure: found?.figure } : {};
    return { key, value: key || null, folded: hidden.includes(key), ...empty, ...more };
  };
  const blank = lane("", {});
  const withBlank = (lanes: Lane[]) => ((blank.count ?? 0) > 0 ? [...lanes, blank] : lanes);
  if (field.type.kind === "select") {
    const options = (field.type.settings.options ?? []).filter((option) => !option.retired || counts.has(option.key));
    return withBlank(options.map((option) => lane(option.key, { option })));
  }
  const people = [...counts].filter(([key]) => key !== "");
  return withBlank(
    people.map(([key, { value }]) => {
      const title =
        typeof value === "object" && value !== null && !Array.isArray(value) ? String(value.title ?? "") : key;
      return lane(key, { title });
    }),
  );
}

/** The records of a column. */
export function laneFilter(field: FieldSpec, lane: Lane): Filter {
  return lane.key === "" ? { field: field.key, op: "is_empty" } : { field: field.key, op: "eq", value: lane.key };
}
