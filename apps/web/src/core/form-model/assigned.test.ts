import { expect, test } from "vitest";
import { assignable, withAssigned } from "./assigned";
import type { FieldSpec } from "./spec";

const field = (key: string, kind: string, more: Partial<FieldSpec> = {}): FieldSpec =>
  ({ key, label: { "zh-CN": key }, type: { kind, settings: {} }, ...more }) as FieldSpec;

test("a flow writes what people could write, but no files, rows and drawings", () => {
  const fields = [
    field("name", "text"),
    field("total", "money", { formula: "a + b" }),
    field("no", "autonum"),
    field("items", "subform"),
    field("scan", "files"),
    field("when", "date", { read_only: true }),
  ];
  expect(assignable(fields).map((one) => one.key)).toEqual(["name", "when"]);
});

test("assignments keep their order when one changes, and lose only the one that is taken away", () => {
  const set = { a: { value: 1 }, b: { expr: "a" } };
  expect(Object.keys(withAssigned(set, "a", { expr: "b" }))).toEqual(["a", "b"]);
  expect(withAssigned(set, "a", null)).toEqual({ b: { expr: "a" } });
  expect(Object.keys(withAssigned(set, "c", { value: null }))).toEqual(["a", "b", "c"]);
});
