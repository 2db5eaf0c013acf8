import { expect, test } from "vitest";
import { looksUp, operandOf } from "./operands";

test("parameters, fields and the record around are looked up; values and variables are not", () => {
  expect(operandOf({ param: "flow.l1" })).toEqual({ kind: "param", name: "flow.l1" });
  expect(operandOf({ var: "me" })).toBeNull();
  expect(operandOf("100")).toBeNull();
  expect(operandOf(["a"])).toBeNull();
});

test("an operand is found however deep it stands", () => {
  const deep = { or: [{ not: { and: [{ field: "a", op: "gt" as const, value: { param: "p" } }] } }] };
  expect(looksUp(deep)).toBe(true);
  expect(looksUp({ field: "a", op: "eq", value: "1" })).toBe(false);
});
