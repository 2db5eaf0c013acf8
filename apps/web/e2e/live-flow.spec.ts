import { Api } from "./helpers/api";
import { act, contracts, forms, pending, submitContract } from "./helpers/contracts";
import { enterAs, expect, test } from "./helpers/test";

const place = `${forms}/contract/workflow`;

test("an approver who is put into a flow is asked from the next contract on", async ({ page, playwright, baseURL }) => {
  const as = (name: string) => Api.as(playwright, baseURL ?? "", name);
  const [admin, line, head] = [await as("admin"), await as("han.line"), await as("zhou.prod")];
  const before = await admin.must("GET", place);
  const running = await submitContract(line, "1000.00", "改流程前提交");
  try {
    await enterAs(page, "admin", "/design/film_crm/forms/contract/flow");
    await expect(page.locator('[data-node="head"]')).toBeVisible();
    // The first plus stands below the start, the second below the head of the department.
    await page.getByRole("button", { name: "在这里添加节点" }).nth(1).click();
    await page.getByRole("menuitem", { name: "审批人" }).click();
    const properties = page.getByRole("complementary", { name: "属性" });
    await properties.getByRole("button", { name: "添加人员" }).click();
    await properties.getByRole("combobox", { name: "角色" }).click();
    await page.keyboard.type("总经理");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "发布", exact: true }).click();
    await expect(page.getByText("已发布，新提交的记录走新的流程")).toBeVisible();

    const after = await admin.must("GET", place);
    expect(after.version).toBe(before.version + 1);
    expect(after.spec.root.next.next).toMatchObject({ kind: "approver", settings: { assignees: [{ role: "ceo" }] } });
    const added = after.spec.root.next.next.key;

    const next = await submitContract(line, "1000.00", "改流程后提交");
    expect((await act(head, next.id, "approve")).done.status).toBe(200);
    expect(await pending(line, next.id)).toEqual([`${added} 林正远`]);
    expect((await act(await as("lin.ceo"), next.id, "approve")).done.status).toBe(200);
    expect((await pending(line, next.id)).sort()).toEqual(["legal 秦川", "money 白露"]);

    expect((await act(head, running.id, "approve")).done.status).toBe(200);
    expect((await pending(line, running.id)).sort()).toEqual(["legal 秦川", "money 白露"]);
    const version = async (record: string) =>
      (await line.must("GET", `${contracts}/${record}/instance`)).workflow_version;
    expect([await version(running.id), await version(next.id)]).toEqual([before.version, after.version]);
  } finally {
    // Other journeys follow the flow as it came.
    await admin.must("PUT", place, before.spec);
    await admin.must("POST", `${place}/publish`, {});
  }
});
