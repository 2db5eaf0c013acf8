import type { Json } from "@/api/types";

/** A place in the values of a record: `amount`, or `items/2/qty` in the rows of a subform. */
export type FieldPath = string;

export type Values = { [key: string]: Json };

const steps = (path: FieldPath) => path.split("/");

/** What stands at a place; `null` where nothing does. */
export function valueAt(values: Values, path: FieldPath): Json {
  let here: Json = values;
  for (const step of steps(path)) {
    if (Array.isArray(here)) {
      here = here[Number(step)] ?? null;
    } else if (typeof here === "object" && here !== null) {
      here = here[step] ?? null;
    } else {
      return null;
    }
  }
  return here;
}

/** The values with another one at a place; whatever is not on the way to it stays the same object. */
export function withValue(values: Values, path: FieldPath, value: Json): Values {
  return put(values, steps(path), value) as Values;
}

function put(here: Json, rest: string[], value: Json): Json {
  const [step, ...deeper] = rest;
  if (step === undefined) {
    return value;
  }
  if (Array.isArray(here)) {
    const copy = [...here];
    copy[Number(step)] = put(copy[Number(step)] ?? null, deeper, value);
    return copy;
  }
  const map = typeof here === "object" && here !== null ? here : {};
  return { ...map, [step]: put(map[step] ?? null, deeper, value) };
}

/** The place that a pointer of the server names: `/values/items/2/qty` is `items/2/qty`. */
export function pathOfPointer(pointer: string): FieldPath {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .filter((step, index) => !(index === 0 && step === "values"))
    .join("/");
}

/** The field of a place in a form: its path without row numbers, `items/qty`. */
export function fieldOfPath(path: FieldPath): string {
  return steps(path)
    .filter((step) => !/^\d+$/.test(step))
    .join("/");
}

/** Whether two values are the same JSON. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) {
    return true;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  }
  if (isMap(a) && isMap(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => key in b && sameJson(a[key], b[key]));
  }
  return false;
}

function isMap(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value counts as nothing. */
export function isBlank(value: Json | undefined): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** The value as the server takes it: what was read as `{id, title}` is written as its id. */
export function asWritten(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(asWritten);
  }
  if (isMap(value)) {
    if (typeof value.id === "string" && "title" in value && Object.keys(value).length <= 3) {
      return value.id;
    }
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== "_key")
        .map(([key, inner]) => [key, asWritten(inner)]),
    );
  }
  return value;
}
