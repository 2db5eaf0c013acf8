import type { InstanceView, NodeRight, TaskDetail } from "@/api/queries/tasks";

const levels = { write: "edit", read: "view", hide: "view" } as const satisfies Record<NodeRight, "edit" | "view">;

/** Acts with which values are written. */
const writing = new Set(["approve", "complete", "save", "resubmit"]);

type Noded = Pick<TaskDetail, "rights" | "must" | "actions">;

/** What a person may do with each field, as fields know it. Where nothing can be decided, nothing is written. */
export function rightsAt({ rights, must, actions }: Noded): Record<string, "edit" | "view"> {
  const writes = actions.some((act) => writing.has(act));
  const named = Object.entries(rights).map(([key, right]) => [key, writes ? levels[right] : "view"] as const);
  const wanted = writes ? must.filter((key) => !(key in rights)).map((key) => [key, "edit"] as const) : [];
  return Object.fromEntries([...named, ...wanted]);
}

/** The fields that are not seen at the node. */
export function hiddenAt({ rights }: Pick<TaskDetail, "rights">): ReadonlySet<string> {
  return new Set(Object.keys(rights).filter((key) => rights[key] === "hide"));
}

/** What a person is offered: the acts of the task, then those on the approval as a whole. */
export function offeredActs(task: string[], instance: InstanceView, me: string | undefined): string[] {
  const own = instance.initiator !== null && instance.initiator.id === me;
  if (instance.ended_at !== null) {
    return [];
  }
  if (instance.suspended) {
    return ["comment"];
  }
  const back = own && instance.revising;
  return [
    ...(back ? ["resubmit"] : task),
    ...(own && instance.can_withdraw ? ["withdraw"] : []),
    ...(own && !instance.revising && instance.pending.length > 0 ? ["urge"] : []),
    "comment",
  ];
}
