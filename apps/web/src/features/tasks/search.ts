import { type TaskBox, taskBoxes } from "@/api/queries/tasks";

/** What the address says of the approval centre: the box, and the task that is open. */
export interface TaskSearch {
  box?: TaskBox;
  id?: string;
}

export function readTaskSearch(raw: Record<string, unknown>): TaskSearch {
  const search: TaskSearch = {};
  const box = taskBoxes.find((name) => name === raw.box);
  if (box) {
    search.box = box;
  }
  if (typeof raw.id === "string" || typeof raw.id === "number") {
    search.id = String(raw.id).slice(0, 40);
  }
  return search;
}

/** The task to go to when one is done: the one below it, else the one above, else none. */
export function nextTask(ids: string[], done: string): string | undefined {
  const at = ids.indexOf(done);
  return at === -1 ? ids[0] : (ids[at + 1] ?? ids[at - 1]);
}
