import { expect, test } from "vitest";
import { changedFields } from "./changed";
import type { FieldSpec } from "./spec";

const field = (key: string, rest: Partial<FieldSpec> = {}): FieldSpec => ({
  key,
  label: { "zh-CN": key },
  type: { kind: "text", settings: {} },
  ...rest,
});
const rights = { a: "edit", b: "edit", c: "view" } as const;

test("only what differs is sent", () => {
  const fields = [field("a"), field("b")];
  expect(changedFields(fields, rights, { a: "1", b: "2" }, { a: "1", b: "3" })).toEqual({ b: "3" });
});

test("fields that may only be read are never sent", () => {
  expect(changedFields([field("c")], rights, { c: "1" }, { c: "2" })).toEqual({});
});

test("one blank for another is no change, but clearing is", () => {
  const fields = [field("a"), field("b")];
  expect(changedFields(fields, rights, { b: "2" }, { a: "", b: null })).toEqual({ b: null });
});

test("a person read with a title equals the same person as chosen", () => {
  const fields = [field("a", { type: { kind: "user", settings: {} } })];
  const before = { a: { id: "1", title: "Lin" } };
  expect(changedFields(fields, rights, before, { a: { id: "1", title: "Lin Y." } })).toEqual({});
});
