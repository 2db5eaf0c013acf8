import { expect, test } from "vitest";
import type { FieldSpec, FormSpec } from "../spec";
import { usesOf } from "./uses";

const text = (key: string, edit: Partial<FieldSpec> = {}): FieldSpec => ({
  key,
  label: { "zh-CN": key },
  type: { kind: "text", settings: {} },
  ...edit,
});
const form: FormSpec = {
  version: 1,
  key: "f",
  name: { "zh-CN": "表单" },
  title: "{no} {project.name}",
  search: ["no"],
  owner_field: "who",
  fields: [
    text("no", { type: { kind: "autonum", settings: { pattern: "HT-{type_code}-{000}" } } }),
    text("type"),
    text("project"),
    text("who"),
    text("amount", { visible_when: { field: "type", op: "eq", value: "x" } }),
    text("total", { formula: 'amount + sum("rows", "amount") + project.rate' }),
    text("rows", {
      type: { kind: "subform", settings: { fields: [text("amount"), text("pct", { formula: "amount * 2" })] } },
    }),
    text("paid", { type: { kind: "money", settings: { currency_field: "type" } } }),
  ],
  layout: [{ section: { "zh-CN": "" }, visible_when: { not: { field: "who", op: "is_empty" } }, fields: [] }],
};
const uses = (ref: string) => usesOf(form, ref).map(({ by, as }) => `${by ?? "form"} ${as}`);

test("formulas, conditions and settings that go by a field are found", () => {
  expect(uses("amount")).toEqual(["total formula", "rows/pct formula"]);
  expect(uses("type")).toEqual(["no setting", "amount condition", "paid setting"]);
  expect(uses("project")).toEqual(["total formula", "form title"]);
  expect(uses("no")).toEqual(["form title", "form search"]);
  expect(uses("who")).toEqual(["form owner", "form condition"]);
});

test("a column is known to its rows and to what goes over them", () => {
  expect(uses("rows/amount")).toEqual(["total formula", "rows/pct formula"]);
  expect(uses("rows/pct")).toEqual([]);
  expect(uses("rows")).toEqual(["total formula"]);
});
