import { expect, test } from "vitest";
import { laidOutKeys } from "../layout";
import type { FieldSpec, FormSpec } from "../spec";
import {
  duplicateFields,
  fieldsIn,
  inOrder,
  neighbour,
  nudgeFields,
  ranged,
  removeFields,
  shiftField,
  toggled,
} from "./chosen";

const text = (key: string): FieldSpec => ({ key, label: { "zh-CN": key }, type: { kind: "text", settings: {} } });
const items: FieldSpec = {
  key: "items",
  label: { "zh-CN": "明细" },
  type: { kind: "subform", settings: { fields: [text("x"), text("y"), text("z")] } },
};
const form: FormSpec = {
  version: 1,
  key: "f",
  name: { "zh-CN": "表单" },
  fields: [text("a"), text("b"), text("c"), items, text("d")],
  layout: [{ section: { "zh-CN": "甲" }, fields: [["b", "a"], ["c"], ["items"], ["d"]] }],
};
const rows = (spec: FormSpec) => {
  const part = spec.layout?.[0];
  return part && "section" in part ? part.fields : undefined;
};

test("fields are read in the order of the page", () => {
  expect(inOrder(form)).toEqual(["b", "a", "c", "items", "items/x", "items/y", "items/z", "d"]);
  expect(neighbour(form, "a", 1)).toBe("c");
  expect(neighbour(form, "d", 1)).toBeNull();
  expect(neighbour(form, null, 1)).toBe("b");
  expect(neighbour(form, null, -1)).toBe("d");
});

test("single fields are added to the choice and taken out of it", () => {
  const two = toggled({ field: "a" }, "c");
  expect(fieldsIn(two)).toEqual(["a", "c"]);
  expect(toggled(two, "c")).toEqual({ field: "a" });
  expect(toggled({ field: "a" }, "a")).toBeNull();
  expect(fieldsIn(toggled(two, "items/x"))).toEqual(["items/x"]);
});

test("a run of fields is chosen from the first one on, in either direction", () => {
  expect(fieldsIn(ranged(form, { field: "a" }, "items"))).toEqual(["a", "c", "items"]);
  expect(fieldsIn(ranged(form, { field: "items" }, "b"))).toEqual(["items", "c", "a", "b"]);
  expect(fieldsIn(ranged(form, { field: "items/x" }, "items/z"))).toEqual(["items/x", "items/y", "items/z"]);
  expect(ranged(form, { field: "items/x" }, "a")).toEqual({ field: "a" });
  expect(ranged(form, null, "a")).toEqual({ field: "a" });
});

test("what is chosen goes, is doubled and moves together", () => {
  expect(laidOutKeys(removeFields(form, ["a", "c"], () => true).layout ?? [])).toEqual(["b", "items", "d"]);
  expect(removeFields(form, ["a", "c"], (ref) => ref === "a").retired).toEqual(["a"]);
  const { spec, selection } = duplicateFields(form, ["d", "c"]);
  expect(fieldsIn(selection)).toEqual(["text_1", "text_2"]);
  expect(rows(spec)).toEqual([["b", "a"], ["c"], ["text_1"], ["items"], ["d"], ["text_2"]]);
  expect(rows(nudgeFields(form, ["items", "d"], -1))).toEqual([["b", "a"], ["items"], ["d"], ["c"]]);
  expect(inOrder(nudgeFields(form, ["items/x", "items/y"], 1)).slice(4, 7)).toEqual(["items/z", "items/x", "items/y"]);
});

test("to the side a field goes within its row, then up to the row above", () => {
  expect(rows(shiftField(form, "a", -1))?.[0]).toEqual(["a", "b"]);
  expect(rows(shiftField(form, "c", -1))).toEqual([["b", "a", "c"], ["items"], ["d"]]);
  expect(shiftField(form, "a", 1)).toBe(form);
  expect(shiftField(form, "b", -1)).toBe(form);
  expect(inOrder(shiftField(form, "items/x", 1)).slice(4, 6)).toEqual(["items/y", "items/x"]);
});
