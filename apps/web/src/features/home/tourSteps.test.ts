import { expect, test } from "vitest";
import type { AppView } from "@/api/types";
import { tourSteps } from "./tourSteps";

const name = { "zh-CN": "名" };
const app: AppView = {
  key: "crm",
  name,
  description: null,
  version: "1.0.0",
  icon: null,
  navigation: [],
  forms: [
    { key: "lead", name, acts: ["read", "print"], has_workflow: false },
    { key: "contract", name, acts: ["read", "print"], has_workflow: true },
  ],
  reports: [{ key: "funnel", name, show: { kind: "funnel" } }],
  can_design: false,
};

test("the tour begins where this person may do each step", () => {
  expect(tourSteps(app, () => true)).toEqual([
    { key: "build", href: null },
    { key: "approve", href: "/tasks" },
    { key: "analyse", href: "/apps/crm/reports/funnel" },
    { key: "print", href: "/apps/crm/forms/contract" },
  ]);
  expect(tourSteps({ ...app, can_design: true }, () => true)[0]?.href).toBe("/design/crm/forms/contract");
  expect(tourSteps({ ...app, reports: [] }, () => true)[2]?.href).toBeNull();
});

test("steps without a page are left out", () => {
  expect(tourSteps(app, (path) => path === "/tasks").map((step) => step.key)).toEqual(["approve"]);
});
