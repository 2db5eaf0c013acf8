import { expect, test } from "vitest";
import type { FieldSpec, FormSpec } from "../form-model/spec";
import { trialIssues, trialStates, trialValues } from "./trial";

const text = (key: string, edit: Partial<FieldSpec> = {}): FieldSpec => ({
  key,
  label: { "zh-CN": key },
  type: { kind: "text", settings: {} },
  ...edit,
});
const framework = { field: "kind", op: "eq" as const, value: "框架" };
const form: FormSpec = {
  version: 1,
  key: "f",
  name: { "zh-CN": "表单" },
  fields: [
    text("kind", { required: true, default: { value: "正式" } }),
    text("owner", { required: true, default: { expr: "me()" } }),
    text("project", { required_when: { not: framework } }),
    text("frame", { visible_when: framework, required: true }),
    text("total", { required: true, formula: "1" }),
    text("rows", { type: { kind: "subform", settings: { fields: [text("pct", { required: true })] } } }),
  ],
};
const missing = (values: Parameters<typeof trialIssues>[1]) => trialIssues(form, values).map(({ pointer }) => pointer);

test("a form that is tried out begins with its plain defaults", () => {
  expect(trialValues(form)).toEqual({ kind: "正式" });
});

test("conditions say what is shown and required", () => {
  expect(trialStates(form, { kind: "框架" })).toMatchObject({
    project: { visible: true, required: false },
    frame: { visible: true, required: true },
  });
  expect(trialStates(form, { kind: "正式" })).toMatchObject({
    project: { required: true },
    frame: { visible: false, required: false },
  });
});

test("what is missing is told, in rows too; never what is hidden or computed", () => {
  expect(missing({ kind: "正式" })).toEqual(["/values/owner", "/values/project"]);
  expect(missing({ kind: "框架", owner: "x" })).toEqual(["/values/frame"]);
  expect(missing({ kind: "正式", owner: "x", project: "y", rows: [{ pct: "1" }, {}] })).toEqual(["/values/rows/1/pct"]);
});
