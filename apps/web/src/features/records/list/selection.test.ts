import { expect, test } from "vitest";
import { meant } from "./selection";

const question = { view: "mine", search: "acme", filter: { field: "status", op: "eq", value: "open" } as const };

test("chosen records are named with the versions that were seen", () => {
  const chosen = new Map([
    ["1", 3],
    ["2", 1],
  ]);
  expect(meant({ chosen, all: false }, question)).toEqual({
    records: [
      { id: "1", version: 3 },
      { id: "2", version: 1 },
    ],
  });
});

test("all that fit are named by the question of the list, without its order and columns", () => {
  expect(meant({ chosen: new Map([["1", 3]]), all: true }, { ...question, sort: [], limit: 50 })).toEqual({
    where: question,
  });
});
