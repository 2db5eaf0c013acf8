import { expect, test } from "vitest";
import type { Values } from "../form-runtime/path";
import type { FieldSpec, FieldType } from "./spec";
import { writtenValues } from "./writable";

const label = { "zh-CN": "名" };
const field = (key: string, type: FieldType, change: Partial<FieldSpec> = {}): FieldSpec => ({
  key,
  label,
  type,
  ...change,
});

test("only what the person may write is sent, in rows too", () => {
  const fields = [
    field("name", { kind: "text", settings: {} }),
    field("phone", { kind: "phone", settings: {} }),
    field("no", { kind: "autonum", settings: {} }),
    field("total", { kind: "money", settings: {} }, { formula: 'sum("items", "amount")' }),
    field("seen", { kind: "text", settings: {} }),
    field("fixed", { kind: "text", settings: {} }, { read_only: true }),
    field("words", { kind: "money_cn", settings: { amount: "total" } }),
    field("items", {
      kind: "subform",
      settings: {
        fields: [
          field("talent", { kind: "link", settings: { form: "talent" } }),
          field("amount", { kind: "money", settings: {} }, { formula: "qty * price" }),
        ],
      },
    }),
  ];
  const rights = Object.fromEntries(
    fields.map(({ key }) => [key, key === "seen" ? ("view" as const) : ("edit" as const)]),
  );
  const values: Values = {
    name: "长河",
    phone: { masked: "138****5678" },
    no: "C-1",
    total: "3.00",
    seen: "x",
    fixed: "y",
    words: "叁元整",
    items: [
      { _id: "r1", talent: { id: "t1", title: "沈安" }, amount: "3.00" },
      { _key: "new1", talent: null, amount: null },
    ],
  };
  expect(writtenValues(fields, rights, values)).toEqual({
    name: "长河",
    items: [{ _id: "r1", talent: "t1" }, { talent: null }],
  });
});
