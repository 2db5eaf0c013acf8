import { expect, test } from "vitest";
import { laidOutKeys } from "../layout";
import type { FieldSpec, FormSpec } from "../spec";
import { copiedFields, copyText, pasteFields } from "./copy";

const text = (key: string): FieldSpec => ({ key, label: { "zh-CN": key }, type: { kind: "text", settings: {} } });
const items: FieldSpec = {
  key: "items",
  label: { "zh-CN": "明细" },
  type: { kind: "subform", settings: { fields: [text("x"), text("y")] } },
};
const form = (fields: FieldSpec[], retired?: string[]): FormSpec => ({
  version: 1,
  key: "f",
  name: { "zh-CN": "表单" },
  fields,
  retired,
  layout: [{ section: { "zh-CN": "甲" }, fields: fields.map((field) => [field.key]) }],
});
const full = form([text("a"), items, text("b")]);
const empty = form([]);

test("fields go through the clipboard as they are", () => {
  expect(copiedFields(copyText(full, ["a", "items/x", "gone"]))).toEqual([text("a"), text("x")]);
});

test("anything else on the clipboard is no field", () => {
  expect(copiedFields("合同名称")).toBeNull();
  expect(copiedFields('{"mortise/fields": 1, "fields": 3}')).toBeNull();
  expect(copiedFields('{"mortise/fields": 1, "fields": [{"key": "a"}, null]}')).toBeNull();
  expect(copiedFields("mortise/fields {")).toBeNull();
  const unknown = { key: "a", label: {}, type: { kind: "toString", settings: {} } };
  expect(copiedFields(JSON.stringify({ "mortise/fields": 1, fields: [unknown] }))).toBeNull();
});

test("in another form keys stay, in their own they are made anew", () => {
  const { spec, refs } = pasteFields(empty, [text("a"), items, text("b")], null);
  expect(refs).toEqual(["a", "items", "b"]);
  expect(laidOutKeys(spec.layout ?? [])).toEqual(["a", "items", "b"]);
  expect(spec.fields.map((field) => field.key)).toEqual(["a", "items", "b"]);
  const again = pasteFields(full, [text("a"), items], { field: "a" });
  expect(again.refs).toEqual(["text_1", "subform_1"]);
  expect(pasteFields(form([], ["a"]), [text("a")], null).refs).toEqual(["text_1"]);
});

test("into a subform go copies that fit there", () => {
  const { spec, refs } = pasteFields(full, [text("x"), text("z")], { field: "items/x" });
  expect(refs).toEqual(["items/text_1", "items/z"]);
  expect(laidOutKeys(spec.layout ?? [])).toEqual(["a", "items", "b"]);
  expect(pasteFields(full, [items], { field: "items" }).refs).toEqual(["subform_1"]);
});

test("what was pasted is a copy of its own", () => {
  const { spec } = pasteFields(empty, [items], null);
  expect(spec.fields[0]).toEqual(items);
  expect(spec.fields[0]?.type.settings).not.toBe(items.type.settings);
});
