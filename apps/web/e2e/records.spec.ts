import { expect, expectAccessible, logInAs, test } from "./helpers/test";

const list = "/apps/film_crm/forms/contract";

test.beforeEach(async ({ page }) => {
  await logInAs(page, "zhou.prod");
});

test("search and order of a list stay in its address", async ({ page }) => {
  await page.goto(list);
  const footer = page.locator("footer");
  await expect(footer).toContainText(/已显示 \d+ 条/);
  await expectAccessible(page);
  await page.getByRole("textbox", { name: "搜索" }).fill("没有这样的合同 zzz");
  await expect(page.getByRole("heading", { name: "没有符合条件的记录" })).toBeVisible();
  await expect(page).toHaveURL(/q=/);
  await page.reload();
  await expect(page.getByRole("heading", { name: "没有符合条件的记录" })).toBeVisible();
  await page.getByRole("button", { name: "清除筛选和搜索" }).click();
  await expect(footer).toContainText(/已显示 [1-9]\d* 条/);
});

test("a filter is built by the keyboard and by clicking, and can be shared as an address", async ({ page }) => {
  await page.goto(list);
  await expect(page.locator("footer")).toContainText(/已显示 \d+ 条/);
  await page.getByRole("button", { name: "筛选" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "添加条件", exact: true }).click();
  await page.getByRole("combobox", { name: "字段" }).fill("金额");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "条件" }).click();
  await page
    .getByRole("option", { name: "大于", exact: true })
    .or(page.getByTitle("大于", { exact: true }))
    .last()
    .click();
  await page.getByRole("spinbutton").fill("1");
  await page.getByRole("button", { name: "应用筛选" }).click();
  await expect(page).toHaveURL(/filter=/);
  await expect(page.locator("footer")).toContainText(/已显示 \d+ 条/);
  await page.reload();
  await expect(page).toHaveURL(/filter=/);
});

test("what was typed into a form comes back after a reload, until it is dropped", async ({ page }) => {
  await page.goto(`${list}/new`);
  const name = page.getByLabel(/名称/).first();
  await name.fill("未保存的合同");
  await page.reload();
  await expect(page.getByText("已恢复您上次没有保存的内容")).toBeVisible();
  await expect(name).toHaveValue("未保存的合同");
  await page.getByRole("button", { name: "丢弃" }).click();
  await expect(name).toHaveValue("");
});

test.describe("an empty form", () => {
  test.use({ expectedStatuses: [422] });

  test("is refused with every problem at its field, and the first of them gets the focus", async ({ page }) => {
    await page.goto(`${list}/new`);
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await expect(page.getByRole("status").filter({ hasText: "需要修改" })).toBeVisible();
    await expect(page.getByText(/请填写|此项必填/).first()).toBeVisible();
    const inField = await page.evaluate(() => document.activeElement?.closest("[data-field]") !== null);
    expect(inField).toBe(true);
    await expectAccessible(page);
  });
});

test("a record opens from its row, with its history and comments", async ({ page }) => {
  await page.goto(list);
  await page.locator(".ant-table-row").first().getByRole("link").first().click();
  await expect(page).toHaveURL(/\/records\/\w+$/);
  await expectAccessible(page);
  await page.getByRole("tab", { name: "修改记录" }).click();
  await expect(page.getByRole("tabpanel", { name: "修改记录" })).toBeVisible();
  await page.getByRole("tab", { name: "评论" }).click();
  const comment = `确认档期 ${Date.now()}`;
  await page.getByRole("textbox", { name: "写下评论" }).fill(comment);
  await page.getByRole("button", { name: "发布" }).click();
  await expect(page.getByRole("textbox", { name: "写下评论" })).toHaveValue("");
});
