import type { TimelineLine } from "@/api/queries/tasks";

const decisions = new Set(["approved", "completed", "rejected", "returned", "transferred", "answered"]);

/** How long the person took for a decision: from the last time they were asked at that node; `null` where unknown. */
export function tookMs(timeline: TimelineLine[], at: number): number | null {
  const line = timeline[at];
  if (!line?.by || !decisions.has(line.act)) {
    return null;
  }
  const who = line.by.id;
  const asked = timeline
    .slice(0, at)
    .findLast((one) => one.act === "asked" && one.node === line.node && one.people.some(({ id }) => id === who));
  return asked ? Date.parse(line.at) - Date.parse(asked.at) : null;
}
