import type { Filter } from "@/core/filter/filter";
import type { KindSettings } from "@/core/form-model/kinds";

/** Which records belong to this one; `null` while it is not saved and they are found by their link to it. */
export function relatedFilter(
  { via }: KindSettings["querylist"],
  recordId: string | undefined,
  bound: Filter | null,
): Filter | null {
  if (!via) {
    return bound;
  }
  if (!recordId) {
    return null;
  }
  const linked: Filter = { field: via, op: "eq", value: recordId };
  return bound ? { and: [linked, bound] } : linked;
}
