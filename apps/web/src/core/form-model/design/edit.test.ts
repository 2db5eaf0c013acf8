import { expect, test } from "vitest";
import { laidOutKeys } from "../layout";
import type { FieldSpec, FormSpec } from "../spec";
import {
  accepts,
  duplicateField,
  fieldAt,
  freshKey,
  insertField,
  insertItem,
  moveField,
  moveItem,
  nudgeField,
  placeAfter,
  removeField,
  removeItem,
} from "./edit";
import { laidOut, newPart } from "./layout";
import type { Place } from "./place";

const text = (key: string): FieldSpec => ({ key, label: { "zh-CN": key }, type: { kind: "text", settings: {} } });
const subform = (key: string, fields: FieldSpec[] = []): FieldSpec => ({
  key,
  label: { "zh-CN": key },
  type: { kind: "subform", settings: { fields } },
});
const form = (fields: FieldSpec[], rows: string[][]): FormSpec => ({
  version: 1,
  key: "f",
  name: { "zh-CN": "表单" },
  fields,
  layout: [{ section: { "zh-CN": "甲" }, fields: rows }],
});
const rows = (spec: FormSpec, item = 0) => {
  const part = spec.layout?.[item];
  return part && "section" in part ? part.fields : undefined;
};
const abc = form([text("a"), text("b"), text("c")], [["a", "b"], ["c"]]);
const row = (row: number): Place => ({ into: "section", section: "0", row });
const cell = (row: number, cell: number): Place => ({ into: "row", section: "0", row, cell });

test("a new field goes into its gap", () => {
  expect(rows(insertField(abc, row(1), text("d")))).toEqual([["a", "b"], ["d"], ["c"]]);
  expect(rows(insertField(abc, cell(1, 0), text("d")))).toEqual([
    ["a", "b"],
    ["d", "c"],
  ]);
});

test("a field that leaves its row alone takes the row with it", () => {
  expect(rows(moveField(abc, "c", row(0)))).toEqual([["c"], ["a", "b"]]);
  expect(rows(moveField(abc, "c", cell(0, 1)))).toEqual([["a", "c", "b"]]);
  expect(rows(moveField(abc, "a", row(2)))).toEqual([["b"], ["c"], ["a"]]);
});

test("gaps beside the field itself leave it where it is", () => {
  expect(rows(moveField(abc, "c", row(1)))).toEqual(rows(abc));
  expect(rows(moveField(abc, "c", row(2)))).toEqual(rows(abc));
  expect(rows(moveField(abc, "c", cell(1, 1)))).toEqual(rows(abc));
  expect(rows(moveField(abc, "a", cell(0, 0)))).toEqual(rows(abc));
  expect(rows(moveField(abc, "a", cell(0, 1)))).toEqual(rows(abc));
});

test("within a row a field moves over its neighbour", () => {
  expect(rows(moveField(abc, "a", cell(0, 2)))).toEqual([["b", "a"], ["c"]]);
  expect(rows(moveField(abc, "b", cell(0, 0)))).toEqual([["b", "a"], ["c"]]);
});

test("one step up or down by keyboard", () => {
  expect(rows(nudgeField(abc, "c", -1))).toEqual([["c"], ["a", "b"]]);
  expect(rows(nudgeField(abc, "b", 1))).toEqual([["a"], ["b"], ["c"]]);
  expect(rows(nudgeField(abc, "c", 1))).toEqual(rows(abc));
});

test("columns of a subform stay in their subform", () => {
  const spec = form([subform("items", [text("x"), text("y")]), text("a")], [["items"], ["a"]]);
  const moved = moveField(spec, "items/x", { into: "subform", subform: "items", index: 2 });
  expect(fieldAt(moved, "items")?.type.settings).toMatchObject({ fields: [{ key: "y" }, { key: "x" }] });
  expect(moveField(spec, "items/x", row(0))).toBe(spec);
  expect(accepts(spec, { take: "field", field: "items/x" }, row(0))).toBe(false);
  expect(accepts(spec, { take: "field", field: "a" }, { into: "subform", subform: "items", index: 0 })).toBe(false);
});

test("no subform stands in a subform", () => {
  const place: Place = { into: "subform", subform: "items", index: 0 };
  expect(accepts(abc, { take: "kind", kind: "subform" }, place)).toBe(false);
  expect(accepts(abc, { take: "kind", kind: "money" }, place)).toBe(true);
});

test("a full row takes no more, but its own fields may move in it", () => {
  const full = form(["a", "b", "c", "d", "e"].map(text), [["a", "b", "c", "d"], ["e"]]);
  expect(accepts(full, { take: "field", field: "e" }, cell(0, 1))).toBe(false);
  expect(accepts(full, { take: "field", field: "a" }, cell(0, 3))).toBe(true);
});

test("a key that was in force is retired, one that was not is free again", () => {
  expect(removeField(abc, "a", true).retired).toEqual(["a"]);
  const without = removeField(insertField(abc, row(0), text("text_1")), "text_1", false);
  expect(freshKey(without, "text", null)).toBe("text_1");
  expect(freshKey({ ...without, retired: ["text_1"] }, "text", null)).toBe("text_2");
});

test("a copy stands below its field under a key of its own", () => {
  const { spec, ref } = duplicateField(abc, "a");
  expect(ref).toBe("text_1");
  expect(rows(spec)).toEqual([["a", "b"], ["text_1"], ["c"]]);
});

test("fields of a part that is taken away stay on the page", () => {
  const two = insertItem(abc, "", 0, { section: { "zh-CN": "乙" }, fields: [] });
  expect(laidOutKeys(removeItem(two, "1").layout ?? [])).toEqual(["a", "b", "c"]);
  expect(laidOutKeys(removeItem(abc, "0").layout ?? [])).toEqual(["a", "b", "c"]);
});

test("parts move within their list", () => {
  const two = insertItem(abc, "", 1, { divider: { "zh-CN": "线" } });
  expect(moveItem(two, "1", 0).layout?.[0]).toEqual({ divider: { "zh-CN": "线" } });
  expect(moveItem(two, "0", 0)).toEqual(two);
});

test("a form without a layout gets one with every field in it", () => {
  const spec = laidOut({ ...abc, layout: [] }, { "zh-CN": "其他" });
  expect(laidOutKeys(spec.layout ?? [])).toEqual(["a", "b", "c"]);
  expect(rows(laidOut({ ...abc, fields: [], layout: [] }, { "zh-CN": "其他" }))).toEqual([]);
});

/** A small generator of numbers, so that a failure can be seen again. */
function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

test("whatever is done, every field stands on the page exactly once", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const pick = numbers(seed);
    let spec = laidOut(form([text("a"), subform("s"), text("b")], [["a"], ["s"]]), { "zh-CN": "其他" });
    spec = insertItem(
      spec,
      "",
      1,
      newPart("tabs", (word, n) => ({ "zh-CN": `${word}${n}` })),
    );
    for (let step = 0; step < 40; step++) {
      const keys = spec.fields.map((field) => field.key);
      const key = keys[pick(keys.length)] ?? "a";
      const sections = ["0", "1/tabs/0/0", "1/tabs/1/0"];
      const section = sections[pick(3)] ?? "0";
      const place: Place = pick(2) === 0 ? { into: "section", section, row: pick(4) } : placeAfter(spec, key);
      const act = pick(4);
      if (act === 0) {
        spec = insertField(spec, place, text(freshKey(spec, "text", null)));
      } else if (act === 1) {
        spec = moveField(spec, key, place);
      } else if (act === 2) {
        spec = duplicateField(spec, key).spec;
      } else if (keys.length > 2) {
        spec = removeField(spec, key, pick(2) === 0);
      }
      const onPage = laidOutKeys(spec.layout ?? []);
      expect(new Set(onPage).size).toBe(onPage.length);
      expect([...onPage].sort()).toEqual(spec.fields.map((field) => field.key).sort());
    }
  }
});
