import { expect, test } from "vitest";
import { treeOf, withBelow } from "./tree";

const item = (id: string, parent: string | null = null) => ({ id, parent });

test("items stand below their parents, in their order", () => {
  const tree = treeOf([item("a"), item("b", "a"), item("c", "a"), item("d", "b")]);
  expect(tree).toEqual([
    {
      item: item("a"),
      children: [
        { item: item("b", "a"), children: [{ item: item("d", "b"), children: [] }] },
        { item: item("c", "a"), children: [] },
      ],
    },
  ]);
});

test("nothing is lost: not an orphan, and not a ring", () => {
  expect(treeOf([item("a", "gone")]).length).toBe(1);
  expect(treeOf([item("a", "b"), item("b", "a")]).length).toBe(2);
  expect(treeOf([item("a", "a")]).length).toBe(1);
});

test("all below an item are found", () => {
  const items = [item("d", "b"), item("a"), item("b", "a"), item("c")];
  expect([...withBelow(items, "a")].sort()).toEqual(["a", "b", "d"]);
});
