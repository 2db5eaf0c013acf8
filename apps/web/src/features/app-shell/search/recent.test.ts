import { expect, test } from "vitest";
import { remember } from "./recent";

test("the newest search stands first, each once, at most eight", () => {
  expect(remember(["a", "b"], "b")).toEqual(["b", "a"]);
  expect(remember(["1", "2", "3", "4", "5", "6", "7", "8"], "9")).toEqual(["9", "1", "2", "3", "4", "5", "6", "7"]);
});
