import { expect, test } from "vitest";
import type { FieldKindName } from "../kinds";
import type { FieldSpec, FormSpec } from "../spec";
import { indexForPart, placeForNew, standsAt } from "./add";

const field = (key: string, kind: FieldKindName = "text"): FieldSpec =>
  ({ key, label: { "zh-CN": key }, type: { kind, settings: {} } }) as FieldSpec;
const items: FieldSpec = {
  key: "items",
  label: { "zh-CN": "明细" },
  type: { kind: "subform", settings: { fields: [field("x"), field("y")] } },
};
const form: FormSpec = {
  version: 1,
  key: "f",
  name: { "zh-CN": "表单" },
  fields: [field("a"), field("b"), field("long", "textarea"), items, field("c")],
  layout: [
    { section: { "zh-CN": "甲" }, fields: [["a", "b"], ["long"], ["items"]] },
    { divider: { "zh-CN": "" } },
    { tabs: [{ name: { "zh-CN": "一" }, items: [{ section: { "zh-CN": "乙" }, fields: [["c"]] }] }] },
  ],
};
const place = (chosen: Parameters<typeof placeForNew>[1], kind: FieldKindName = "text") =>
  placeForNew(form, chosen, field("new", kind));

test("a row with one narrow field takes a second one, others begin a row", () => {
  expect(place({ field: "c" })).toEqual({ into: "row", section: "2/tabs/0/0", row: 0, cell: 1 });
  expect(place({ field: "c" }, "textarea")).toEqual({ into: "section", section: "2/tabs/0/0", row: 1 });
  expect(place({ field: "b" })).toEqual({ into: "section", section: "0", row: 1 });
  expect(place({ field: "long" })).toEqual({ into: "section", section: "0", row: 2 });
});

test("into a subform goes what is added to it or behind one of its columns", () => {
  expect(place({ field: "items" })).toEqual({ into: "subform", subform: "items", index: 2 });
  expect(place({ field: "items/x" })).toEqual({ into: "subform", subform: "items", index: 1 });
  expect(place({ field: "items/x" }, "autonum")).toEqual({ into: "section", section: "0", row: 3 });
});

test("a chosen section takes it at its end; without a choice the last section does", () => {
  expect(place({ item: "0" })).toEqual({ into: "section", section: "0", row: 3 });
  expect(place({ item: "2" })).toEqual({ into: "row", section: "2/tabs/0/0", row: 0, cell: 1 });
  expect(place({ item: "1" })).toEqual(place(null));
  expect(place(null)).toEqual({ into: "row", section: "2/tabs/0/0", row: 0, cell: 1 });
});

test("a part of the page goes behind the one in which one is", () => {
  expect(indexForPart(form, { field: "items/x" })).toBe(1);
  expect(indexForPart(form, { field: "c" })).toBe(3);
  expect(indexForPart(form, { item: "1" })).toBe(2);
  expect(indexForPart(form, null)).toBe(3);
});

test("where a field stands can be said", () => {
  expect(standsAt(form, "b")).toEqual({ row: 0, cell: 1, subform: false });
  expect(standsAt(form, "items/y")).toEqual({ row: 1, cell: 0, subform: true });
  expect(standsAt(form, "gone")).toBeNull();
});
