import type { Json } from "@/api/types";
import { asWritten, isBlank, sameJson, type Values, valueAt } from "../form-runtime/path";
import type { Comparison, Filter } from "./filter";

/**
 * Whether a filter holds for the values of a form, for what is only drawn or not drawn: the server decides everything
 * that matters. What cannot be known here (another form, the viewer, a parameter, the calendar) counts as holding.
 */
export function holds(filter: Filter, values: Values): boolean {
  return judge(filter, values) ?? true;
}

/** `undefined` is "cannot be known here". */
type Verdict = boolean | undefined;

function judge(filter: Filter, values: Values): Verdict {
  if ("and" in filter) {
    const parts = filter.and.map((part) => judge(part, values));
    return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
  }
  if ("or" in filter) {
    const parts = filter.or.map((part) => judge(part, values));
    return parts.includes(true) ? true : parts.includes(undefined) ? undefined : false;
  }
  if ("not" in filter) {
    const inner = judge(filter.not, values);
    return inner === undefined ? undefined : !inner;
  }
  return "exists" in filter || filter.field.startsWith("_") ? undefined : compare(filter, values);
}

function compare({ field, op, value }: Comparison, values: Values): Verdict {
  const left = asWritten(valueAt(values, field.replaceAll(".", "/")));
  if (op === "is_empty" || op === "not_empty") {
    return isBlank(left) === (op === "is_empty");
  }
  const right = operand(value, values);
  if (right === undefined) {
    return undefined;
  }
  const list = Array.isArray(right) ? right : [right];
  const members = Array.isArray(left) ? left : [left];
  const among = (item: Json) => list.some((other) => same(item, other));
  switch (op) {
    case "eq":
      return isBlank(left) ? isBlank(right) : same(left, right);
    case "ne":
      return isBlank(left) ? !isBlank(right) : !same(left, right);
    case "in":
      return !isBlank(left) && among(left);
    case "not_in":
      return isBlank(left) || !among(left);
    case "has_any":
      return members.some(among);
    case "has_all":
      return list.every((item) => members.some((member) => same(member, item)));
    case "contains":
    case "not_contains":
      return isBlank(left) ? op === "not_contains" : folded(left).includes(folded(right)) === (op === "contains");
    case "starts_with":
      return !isBlank(left) && folded(left).startsWith(folded(right));
    case "ends_with":
      return !isBlank(left) && folded(left).endsWith(folded(right));
    case "gt":
    case "gte":
    case "lt":
    case "lte":
      return ordered(left, right, op);
    case "between":
      return list.length === 2 && ordered(left, list[0] ?? null, "gte") && ordered(left, list[1] ?? null, "lte");
    default:
      return undefined;
  }
}

const folded = (value: Json) => String(value).toLowerCase();

function operand(value: Json | undefined, values: Values): Json | undefined {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return typeof value.field === "string" ? asWritten(valueAt(values, value.field.replaceAll(".", "/"))) : undefined;
  }
  return value ?? null;
}

function isNumber(value: Json): boolean {
  return typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value));
}

function same(a: Json, b: Json): boolean {
  return isNumber(a) && isNumber(b) ? Number(a) === Number(b) : sameJson(a, b);
}

function ordered(a: Json, b: Json, op: "gt" | "gte" | "lt" | "lte"): boolean {
  if (isBlank(a) || isBlank(b)) {
    return false;
  }
  const [left, right] = isNumber(a) && isNumber(b) ? [Number(a), Number(b)] : [String(a), String(b)];
  return op === "gt" ? left > right : op === "gte" ? left >= right : op === "lt" ? left < right : left <= right;
}
