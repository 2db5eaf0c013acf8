import type { ListQuestion } from "@/api/queries/records";
import type { Filter } from "@/core/filter/filter";
import { allOf } from "@/core/view-model/view";
import type { List } from "../list/useList";

/** What is asked of the server for cards: what they show, what names them, and what else the view needs of them. */
export function cardQuestion(list: List, needed: (string | undefined)[], filter?: Filter): ListQuestion {
  const named = [...(list.spec.title ?? "").matchAll(/\{([a-z0-9_]+)/g)].map(([, key]) => key);
  const all = [...named, ...list.columns, ...needed].filter((key) => key !== undefined && !key.startsWith("_"));
  const known = all.filter((key) => key?.includes(".") || list.spec.fields.some((field) => field.key === key));
  return {
    ...list.question,
    filter: allOf(list.question.filter, filter),
    fields: [...new Set(known as string[])],
  };
}
