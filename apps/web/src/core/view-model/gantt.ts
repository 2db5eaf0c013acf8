import type { Json } from "@/api/types";
import { type FieldSpec, rowFields } from "../form-model/spec";
import type { Values } from "../form-runtime/path";
import { dayNumber, type Span } from "./axis";
import { daysOf, shifted } from "./calendar";

/** The fields that say when something is: a range, or a beginning and an end. */
export interface SpanFields {
  start: string;
  end?: string | null;
}

/** By how many days the beginning and the end are moved. */
export interface Shift {
  start: number;
  end: number;
}

/** From when to when; `null` where nothing says it. What ends before it begins is drawn from the earlier to the later. */
export function spanOf(start: Json | undefined, end?: Json): Span | null {
  const first = daysOf(start);
  const last = daysOf(end) ?? first;
  if (!first && !last) {
    return null;
  }
  const days = [...(first ?? []), ...(last ?? [])].map(dayNumber);
  return { start: Math.min(...days), end: Math.max(...days) };
}

/** What is written so that a record begins and ends so many days later. */
export function shiftedValues(values: Values, { start, end }: SpanFields, by: Shift): Values {
  const value = values[start] ?? null;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return {
      [start]: { ...value, start: shifted(value.start ?? null, by.start), end: shifted(value.end ?? null, by.end) },
    };
  }
  // With one day only there is nothing to stretch: it goes where it is pulled to.
  return end
    ? { [start]: shifted(value, by.start), [end]: shifted(values[end] ?? null, by.end) }
    : { [start]: shifted(value, by.start || by.end) };
}

/** By how much a bar may be moved: it stays at least a day long. */
export function within(span: Span, by: Shift): Shift {
  const length = span.end - span.start;
  if (by.start === by.end) {
    return by;
  }
  // What is pulled past the other end stops there.
  return by.start === 0
    ? { start: 0, end: Math.max(by.end, -length) }
    : { start: Math.min(by.start, length + by.end), end: by.end };
}

const idOf = (value: Json | undefined): string[] =>
  typeof value === "object" && value !== null && !Array.isArray(value) && typeof value.id === "string"
    ? [value.id]
    : [];

/** The records that a field says come before: links, or rows that have one. */
export function beforeOf(field: FieldSpec | undefined, value: Json | undefined): string[] {
  if (!field || !Array.isArray(value)) {
    return [];
  }
  if (field.type.kind !== "subform") {
    return value.flatMap(idOf);
  }
  const links = rowFields(field).filter((inner) => inner.type.kind === "link");
  return value.flatMap((row) =>
    typeof row === "object" && row !== null && !Array.isArray(row) ? links.flatMap(({ key }) => idOf(row[key])) : [],
  );
}

/** A bar among others that may have to come first. */
export interface Step {
  id: string;
  span: Span | null;
  before: string[];
}

/**
 * The bars that have no time to spare: if one of them ended later, so would the whole. A bar may end as late as the latest
 * day before the bars that wait for it must begin; those for which nothing waits, when the last of all ends.
 */
export function criticalSteps(steps: Step[]): Set<string> {
  const known = new Map(steps.flatMap((step) => (step.span ? [[step.id, { ...step, span: step.span }] as const] : [])));
  const after = new Map<string, string[]>();
  for (const { id, before } of known.values()) {
    for (const first of before) {
      after.set(first, [...(after.get(first) ?? []), id]);
    }
  }
  const last = Math.max(...[...known.values()].map(({ span }) => span.end));
  const latest = new Map<string, number>();
  /** The latest day on which a bar may end; what goes in a circle is not followed further. */
  const mayEnd = (id: string, way: Set<string>): number => {
    const told = latest.get(id);
    if (told !== undefined) {
      return told;
    }
    const deeper = new Set([...way, id]);
    let end = last;
    for (const next of after.get(id) ?? []) {
      const bar = known.get(next);
      if (bar && !deeper.has(next)) {
        end = Math.min(end, mayEnd(next, deeper) - (bar.span.end - bar.span.start) - 1);
      }
    }
    latest.set(id, end);
    return end;
  };
  const joined = [...known.values()].filter(({ id, before }) => after.has(id) || before.some((one) => known.has(one)));
  return new Set(joined.filter(({ id, span }) => span.end >= mayEnd(id, new Set())).map(({ id }) => id));
}
