import { expect, test } from "vitest";
import type { TimelineLine } from "@/api/queries/tasks";
import { tookMs } from "./took";

const line = (act: string, minute: number, who: string, node = "n"): TimelineLine => ({
  at: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
  by: act === "asked" ? null : { id: who, name: who },
  act,
  node,
  node_name: null,
  comment: null,
  round: 1,
  people: act === "asked" ? [{ id: who, name: who }] : [],
});

test("a decision took from the last time its person was asked there", () => {
  const lines = [line("asked", 0, "a"), line("asked", 5, "b"), line("approved", 9, "b"), line("approved", 12, "a")];
  expect(tookMs(lines, 2)).toBe(4 * 60_000);
  expect(tookMs(lines, 3)).toBe(12 * 60_000);
});

test("what is no decision, or was never asked for, took no time that is known", () => {
  expect(tookMs([line("submitted", 0, "a")], 0)).toBeNull();
  expect(tookMs([line("asked", 0, "a", "m"), line("approved", 3, "a", "n")], 1)).toBeNull();
});
