import { expect, test } from "vitest";
import { nextTask, readTaskSearch } from "./search";

test("the address names a box and a task, and nothing else", () => {
  expect(readTaskSearch({ box: "done", id: "01abc", other: 1 })).toEqual({ box: "done", id: "01abc" });
  expect(readTaskSearch({ box: "inbox", id: { no: 1 } })).toEqual({});
});

test("after a task comes the one below it", () => {
  expect(nextTask(["a", "b", "c"], "b")).toBe("c");
});

test("after the last task comes the one above it", () => {
  expect(nextTask(["a", "b", "c"], "c")).toBe("b");
  expect(nextTask(["a"], "a")).toBeUndefined();
});

test("after a task that is not in the list comes the first", () => {
  expect(nextTask(["a", "b"], "x")).toBe("a");
  expect(nextTask([], "x")).toBeUndefined();
});
