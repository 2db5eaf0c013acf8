import { Api } from "./helpers/api";
import { addTask, planApp } from "./helpers/planApp";
import { optionsOf } from "./helpers/select";
import { enterAs, expect, expectAccessible, test } from "./helpers/test";

test("a table stands together by a field, with the figures of each group, and is saved so", async ({
  page,
  playwright,
  baseURL,
}) => {
  const api = await Api.as(playwright, baseURL ?? "", "admin");
  const app = await planApp(api);
  await addTask(api, app, { name: "甲", stage: "open", cost: "1.5" });
  await addTask(api, app, { name: "乙", stage: "open", cost: "2" });
  await addTask(api, app, { name: "丙", stage: "busy", cost: "10" });
  await addTask(api, app, { name: "丁" });
  await enterAs(page, "admin");
  await page.goto(`/apps/${app}/forms/task?view=list`);
  await page.getByRole("button", { name: "分组", exact: true }).click();
  const box = page.getByRole("combobox", { name: "分组字段" });
  await box.click();
  await (await optionsOf(box)).filter({ hasText: "阶段" }).click();
  await expect(page).toHaveURL(/group=stage/);
  const line = (name: string) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });
  await expect(line("未开始")).toContainText("2 条");
  await expect(line("未开始")).toContainText("合计 3.5");
  await expect(line("进行中")).toContainText("合计 10");
  await expect(line("未填写")).toContainText("1 条");
  await page.keyboard.press("Escape");
  await expectAccessible(page);

  await line("未开始").focus();
  await page.keyboard.press("ArrowRight");
  await expect(line("甲")).toHaveAttribute("aria-level", "2");
  await expect(line("乙")).toBeVisible();
  await expect(line("丙")).toHaveCount(0);
  await page.keyboard.press("ArrowLeft");
  await expect(line("甲")).toHaveCount(0);

  // It is a part of the view once it is saved, and no longer one of the address.
  await page.getByRole("button", { name: "为所有人保存" }).click();
  await expect(page).not.toHaveURL(/group=/);
  await expect(line("进行中")).toBeVisible();
  const saved = (await api.must("GET", `/apps/${app}/forms/task/views`)).items.find(
    (view: { key: string }) => view.key === "list",
  );
  expect(saved.spec.group).toEqual([{ field: "stage" }]);
});

test("columns stay in place as many as are asked for, and a view's tab is dragged to another place", async ({
  page,
  playwright,
  baseURL,
}) => {
  const api = await Api.as(playwright, baseURL ?? "", "admin");
  const app = await planApp(api);
  await addTask(api, app, { name: "甲" });
  await enterAs(page, "admin");
  await page.goto(`/apps/${app}/forms/task?view=list`);
  await page.getByRole("button", { name: "字段", exact: true }).click();
  const pinned = page.getByRole("spinbutton", { name: "固定前几列" });
  await pinned.fill("2");
  await pinned.press("Enter");
  await expect(page).toHaveURL(/pinned=2/);
  await expect(page.getByRole("columnheader", { name: "阶段" })).toHaveClass(/fix/);
  await page.keyboard.press("Escape");

  const names = () => page.getByRole("tab").allTextContents();
  expect(await names()).toEqual(["列表", "甘特", "谁有空", "分解", "阶段树"]);
  const order = page.waitForResponse(
    (answer) => answer.request().method() === "PUT" && answer.url().includes("/views/"),
  );
  await page.getByRole("tab", { name: "甘特" }).dragTo(page.getByRole("tab", { name: "分解" }));
  await order;
  await expect.poll(names).toEqual(["列表", "谁有空", "分解", "甘特", "阶段树"]);
});

test("chosen rows are copied as a spreadsheet takes them", async ({ page, context, playwright, baseURL }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const api = await Api.as(playwright, baseURL ?? "", "admin");
  const app = await planApp(api);
  await addTask(api, app, {
    name: "=1+1",
    stage: "open",
    cost: "1.5",
    term: { start: "2026-06-01", end: "2026-06-02" },
  });
  await addTask(api, app, { name: "乙" });
  await enterAs(page, "admin");
  await page.goto(`/apps/${app}/forms/task?view=list`);
  await page.getByRole("checkbox", { name: /=1\+1/ }).check();
  await page.getByRole("button", { name: "复制" }).click();
  await expect(page.getByText("已复制 1 行").first()).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^名称\t阶段\t工期\t费用\r?\n'=1\+1\t未开始\t2026-06-01 ~ 2026-06-02\t1\.5$/,
  );
});
