import { expect, test } from "vitest";
import type { AppView } from "@/api/types";
import { navigationOf } from "./navigation";

const name = { "zh-CN": "名" };

function app(change: Partial<AppView>): AppView {
  return {
    key: "crm",
    name,
    description: null,
    version: "1.0.0",
    icon: null,
    navigation: [],
    forms: [],
    reports: [],
    can_design: false,
    ...change,
  };
}

test("groups name only what the person may open, and the rest stands in a group of its own", () => {
  const groups = navigationOf(
    app({
      navigation: [
        { key: "sales", name, items: [{ form: "lead" }, { form: "hidden" }, { report: "funnel" }] },
        { key: "empty", name, items: [{ form: "hidden" }] },
      ],
      forms: [
        { key: "lead", name, acts: ["read"], has_workflow: false },
        { key: "contract", name, acts: ["read", "create"], has_workflow: true },
        { key: "blind", name, acts: ["export"], has_workflow: false },
      ],
      reports: [{ key: "funnel", name, show: { kind: "bar" } }],
    }),
  );
  expect(groups.map((group) => [group.key, group.entries.map((entry) => entry.key)])).toEqual([
    ["sales", ["lead", "funnel"]],
    ["_rest", ["contract"]],
  ]);
});

test("an entry named twice stands where it is named first", () => {
  const groups = navigationOf(
    app({
      navigation: [
        { key: "a", name, items: [{ form: "lead" }] },
        { key: "b", name, items: [{ form: "lead" }] },
      ],
      forms: [{ key: "lead", name, acts: ["read"], has_workflow: false }],
    }),
  );
  expect(groups.map((group) => group.key)).toEqual(["a"]);
});
