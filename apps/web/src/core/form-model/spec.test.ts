import { expect, test } from "vitest";
import { type FieldSpec, type FormSpec, withReadKinds } from "./spec";

const field = (key: string, type: FieldSpec["type"]): FieldSpec => ({ key, label: { "zh-CN": key }, type });

test("only what reads other records is given by the system, whatever kinds are told", () => {
  const form: FormSpec = {
    version: 1,
    key: "f",
    name: { "zh-CN": "表单" },
    fields: [
      field("amount", { kind: "money", settings: { currency_field: "currency" } }),
      field("paid", { kind: "rollup", settings: { form: "payment", via: "contract", aggregate: "sum" } }),
    ],
  };
  const money = { kind: "money" as const, settings: { currency: "CNY" } };
  const read = withReadKinds(form, { amount: money, paid: money });
  expect(read.fields.map(({ type, given }) => [type.kind, given ?? false])).toEqual([
    ["money", false],
    ["money", true],
  ]);
  expect(read.fields[0]).toBe(form.fields[0]);
});
