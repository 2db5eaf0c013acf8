import { expect, test } from "vitest";
import { begin, change, redo, undo } from "./history";

test("what was undone can be redone", () => {
  const two = change(change(begin("a"), "b", "x", 0), "c", "y", 0);
  expect(undo(two).present).toBe("b");
  expect(undo(undo(two)).present).toBe("a");
  expect(redo(undo(two))).toEqual({ ...two, last: null });
});

test("typing on in the same place is one step, until a pause", () => {
  const typed = change(change(begin(""), "a", "label", 0), "ab", "label", 500);
  expect(undo(typed).present).toBe("");
  const paused = change(typed, "abc", "label", 5_000);
  expect(undo(paused).present).toBe("ab");
});

test("a change after an undo forgets what was undone", () => {
  const again = change(undo(change(begin("a"), "b", "", 0)), "c", "", 0);
  expect(again.future).toEqual([]);
  expect(redo(again).present).toBe("c");
});

test("nothing changes where there is nothing to take back, and an equal document is no step", () => {
  const fresh = begin("a");
  expect(undo(fresh)).toBe(fresh);
  expect(redo(fresh)).toBe(fresh);
  expect(change(fresh, "a", "x", 0)).toBe(fresh);
});
