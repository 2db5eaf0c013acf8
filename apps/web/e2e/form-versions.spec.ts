import { Api } from "./helpers/api";
import { enterAs, expect, expectAccessible, test } from "./helpers/test";

const text = (key: string, label: string) => ({
  key,
  label: { "zh-CN": label },
  type: { kind: "text", settings: {} },
});

// Publishing is refused once, since it takes values out of sight, and then done all the same.
test.use({ expectedStatuses: [409] });

test("what each publishing changed is told, and an earlier version comes back with its values", async ({
  page,
  playwright,
  baseURL,
}) => {
  const admin = await Api.as(playwright, baseURL ?? "", "admin");
  const app = `versions_${Date.now() % 1_000_000}`;
  const key = "note";
  const place = `/apps/${app}/forms/${key}`;
  await admin.must("POST", "/apps", { key: app, name: { "zh-CN": app } });
  const publish = async (fields: ReturnType<typeof text>[]) => {
    const layout = [{ section: { "zh-CN": "" }, fields: fields.map((field) => [field.key]) }];
    await admin.must("PUT", place, { version: 1, key, name: { "zh-CN": "便条" }, fields, layout });
    return admin.must("POST", `${place}/publish`, { accept_loss: true });
  };
  await publish([text("a", "甲"), text("b", "乙")]);
  const record = await admin.must("POST", `${place}/records`, { values: { a: "一", b: "二" } });
  await publish([text("a", "甲"), text("c", "丙")]);

  await enterAs(page, "admin", `/design/${app}/forms/${key}`);
  await page.getByRole("button", { name: "历史版本" }).click();
  const newest = page.getByRole("region", { name: "第 2 版" });
  await expect(newest).toContainText("使用中");
  await expect(newest).toContainText("移除字段“乙”");
  await expect(newest).toContainText("新增字段“丙”");
  await expect(newest).toContainText("字段“乙”的全部数据");
  await expectAccessible(page);
  await page.getByRole("button", { name: "把第 1 版取回到草稿" }).click();
  const question = page.getByRole("dialog", { name: "把第 1 版取回到草稿？" });
  await expect(question).toContainText("新增字段“乙”");
  await question.getByRole("button", { name: "取回到草稿" }).click();
  const [back, gone] = [page.locator('[data-design-field="b"]'), page.locator('[data-design-field="c"]')];
  await expect(back).toBeVisible();
  await expect(gone).toHaveCount(0);
  // It is one step like any other change.
  await page.getByRole("button", { name: "撤销" }).click();
  await expect(gone).toBeVisible();
  await expect(back).toHaveCount(0);
  await page.getByRole("button", { name: "重做" }).click();
  await expect(back).toBeVisible();

  await expect(page.getByText("已保存草稿")).toBeVisible();
  await page.getByRole("button", { name: "发布", exact: true }).click();
  await page.getByRole("button", { name: "仍然发布" }).click();
  await expect(page.getByText("已发布，新的记录")).toBeVisible();
  await page.goto(`${place}/records/${record.id}`);
  await expect(page.getByText("二", { exact: true })).toBeVisible();
});
