import { expect, test } from "vitest";
import type { OptionSpec } from "../kinds";
import type { FormSpec } from "../spec";
import { isOptionUsed, optionsOfLines, renamed } from "./options";
import { publishedOf } from "./published";

const option = (key: string): OptionSpec => ({ key, label: { "zh-CN": key } });
const form = (fields: FormSpec["fields"]): FormSpec => ({ version: 1, key: "f", name: { "zh-CN": "表单" }, fields });
const state = (options: OptionSpec[], edit = {}): FormSpec["fields"][number] => ({
  key: "state",
  label: { "zh-CN": "状态" },
  type: { kind: "select", settings: { options } },
  ...edit,
});

test("each line that is new becomes a choice", () => {
  const made = optionsOfLines(["草稿", " 生效 ", "", "生效", "结束"], [option("草稿")]);
  expect(made.map(({ key }) => key)).toEqual(["生效", "结束"]);
  expect([...(optionsOfLines(["长".repeat(50)], [])[0]?.key ?? "")]).toHaveLength(40);
});

test("the key of a choice goes with its name while it is free and not taken", () => {
  const two = [option("选项1"), option("付款")];
  const key = (label: string, free: boolean) => renamed(two, 0, { "zh-CN": label }, free)[0]?.key;
  expect(key("收款", true)).toBe("收款");
  expect(key("收款", false)).toBe("选项1");
  expect(key("付款", true)).toBe("选项1");
  expect(key("", true)).toBe("选项1");
  expect(renamed(two, 9, { "zh-CN": "x" }, true)).toBe(two);
});

test("a choice that a default, a condition or a formula goes by keeps its key", () => {
  const used = (edit: object) => isOptionUsed(form([state([option("生效")], edit)]), "生效");
  expect(used({})).toBe(false);
  expect(used({ default: { value: "生效" } })).toBe(true);
  expect(used({ formula: 'if kind == "生效" { 1 } else { 2 }' })).toBe(true);
  expect(used({ label: { "zh-CN": "生效" } })).toBe(false);
  expect(used({ visible_when: { field: "kind", op: "in", value: ["生效"] } })).toBe(true);
});

test("fields in force are known with their choices, of all levels", () => {
  const tree = { ...option("a"), children: [option("b")] };
  const published = publishedOf([
    state([tree]),
    { key: "rows", label: { "zh-CN": "行" }, type: { kind: "subform", settings: { fields: [state([option("c")])] } } },
  ]);
  expect([...published.keys()]).toEqual(["state", "rows", "rows/state"]);
  expect([...(published.get("state") ?? [])]).toEqual(["a", "b"]);
  expect(published.get("rows/state")?.has("c")).toBe(true);
});
