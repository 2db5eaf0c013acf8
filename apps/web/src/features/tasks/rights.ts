import type { NodeRight, TaskDetail } from "@/api/queries/tasks";

const levels = { write: "edit", read: "view", hide: "view" } as const satisfies Record<NodeRight, "edit" | "view">;

/** What a person may do with each field at the node, as fields know it. Where nothing can be done, nothing is written. */
export function rightsAt({ rights, actions }: Pick<TaskDetail, "rights" | "actions">): Record<string, "edit" | "view"> {
  const decides = actions.some((act) => act === "approve" || act === "complete" || act === "save");
  return Object.fromEntries(Object.entries(rights).map(([key, right]) => [key, decides ? levels[right] : "view"]));
}

/** The fields that are not seen at the node. */
export function hiddenAt({ rights }: Pick<TaskDetail, "rights">): ReadonlySet<string> {
  return new Set(Object.keys(rights).filter((key) => rights[key] === "hide"));
}
