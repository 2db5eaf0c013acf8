import { expect, test } from "vitest";
import { choicesOf } from "./choices";

const form = (key: string, ids: string[], more: boolean) => ({
  app: "crm",
  app_name: { "zh-CN": "CRM", en: "CRM" },
  form: key,
  form_name: { "zh-CN": key, en: key },
  records: ids.map((id) => ({ id, title: [], fields: [] })),
  more,
});

test("records and the ways to all of them are chosen one after another", () => {
  const choices = choicesOf([form("customer", ["1", "2"], true), form("project", ["3"], false)]);
  expect(choices.map((choice) => [choice.group, choice.form, choice.kind === "record" ? choice.id : "all"])).toEqual([
    [0, "customer", "1"],
    [0, "customer", "2"],
    [0, "customer", "all"],
    [1, "project", "3"],
  ]);
  expect(choicesOf([])).toEqual([]);
});
