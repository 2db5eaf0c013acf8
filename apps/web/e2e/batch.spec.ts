import { Api } from "./helpers/api";
import { enterAs, expect, expectAccessible, test } from "./helpers/test";

const list = "/apps/film_crm/forms/genre";

test("rows are changed together, taken back, deleted and restored", async ({ page, playwright, baseURL }) => {
  test.slow();
  const api = await Api.as(playwright, baseURL ?? "", "shen.lit");
  const mark = `批量${Date.now()}`;
  for (const number of [1, 2, 3]) {
    await api.must("POST", `${list}/records`, { values: { name: `${mark} ${number}`, name_en: `before ${number}` } });
  }
  const stored = async () => {
    const filter = { field: "name", op: "starts_with", value: mark };
    const found = await api.must("POST", `${list}/records/query`, { filter, sort: [{ field: "name" }] });
    return found.records.map((record: { values: Record<string, string> }) => record.values.name_en);
  };

  await enterAs(page, "shen.lit", `${list}?q=${encodeURIComponent(mark)}`);
  const bar = page.getByRole("region", { name: "已选记录" });

  await test.step("rows are chosen by the keyboard and with Shift", async () => {
    await page.getByRole("checkbox", { name: `选择 ${mark} 1` }).focus();
    await page.keyboard.press("Space");
    await expect(bar).toContainText("已选 1 条");
    await page.getByRole("checkbox", { name: `选择 ${mark} 2` }).click({ modifiers: ["Shift"] });
    await expect(bar).toContainText("已选 2 条");
    await expectAccessible(page);
  });

  await test.step("one field gets the same value in both", async () => {
    await bar.getByRole("button", { name: "修改字段" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox", { name: "字段" }).fill("英文名");
    await page.keyboard.press("Enter");
    await dialog.getByRole("textbox").last().fill("together");
    await dialog.getByRole("button", { name: "修改 2 条记录" }).click();
    await expect(page.getByText("已处理 2 条记录")).toBeVisible();
    expect(await stored()).toEqual(["together", "together", "before 3"]);
  });

  await test.step("the message that tells of it takes it back", async () => {
    await page.getByRole("button", { name: "撤销" }).click();
    await expect.poll(stored).toEqual(["before 1", "before 2", "before 3"]);
  });

  await test.step("all that are shown are deleted", async () => {
    await page.getByRole("checkbox", { name: "选择已显示的全部记录" }).check();
    await bar.getByRole("button", { name: "删除" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "删除" }).click();
    await expect(page.getByRole("heading", { name: "没有符合条件的记录" })).toBeVisible();
    expect(await stored()).toEqual([]);
  });

  await test.step("one comes back from the recycle bin", async () => {
    await page.goto(list);
    await page.getByRole("button", { name: "回收站" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("回收站");
    await expectAccessible(page);
    const line = page.getByRole("listitem").filter({ hasText: `${mark} 2` });
    await line.getByRole("button", { name: "恢复" }).click();
    await expect(line).toHaveCount(0);
    expect(await stored()).toEqual(["before 2"]);
  });

  await test.step("the page of changes shows the deletion and takes back the rest of it", async () => {
    await page.getByRole("link", { name: "变更记录" }).click();
    await page
      .getByRole("link", { name: /批量操作/ })
      .first()
      .waitFor();
    await expectAccessible(page);
    const deletion = page
      .getByRole("listitem")
      .filter({ hasText: `${mark} 1` })
      .filter({ hasText: "批量操作" });
    await deletion.getByRole("link").first().click();
    await expect(page.getByText("before 1")).toBeVisible();
    await page.getByRole("main").getByRole("button", { name: "撤销" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("2 条记录将恢复为变更前的样子");
    await dialog.getByRole("button", { name: "撤销" }).click();
    await expect.poll(stored).toEqual(["before 1", "before 2", "before 3"]);
    await expect(page.getByRole("main").getByRole("link", { name: "查看撤销记录" })).toBeVisible();
  });
});
