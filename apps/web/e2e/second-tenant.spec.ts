import { enter, expect, expectAccessible, test } from "./helpers/test";

/** A tenant that holds nothing yet, and whose owner is `owner`. */
const tenant = process.env.MORTISE_EMPTY_TENANT;

test("an empty tenant installs the film CRM, takes it out as a file and in again", async ({ page }) => {
  test.setTimeout(180_000);
  expect(tenant, "MORTISE_EMPTY_TENANT names a tenant made by `mortise tenant create … --owner owner`").toBeTruthy();
  await enter(page, tenant ?? "", "owner", "/templates");
  await page.getByRole("button", { name: "安装", exact: true }).click();
  const install = page.getByRole("dialog", { name: "安装 影视CRM" });
  await expect(install.getByRole("checkbox", { name: /演示数据/ })).toBeChecked();
  await expectAccessible(page);
  await install.getByRole("button", { name: "安装", exact: true }).click();
  await expect(page).toHaveURL(/\/apps\/film_crm/, { timeout: 90_000 });
  await expect(page.getByText("影视CRM").first()).toBeVisible();
  await page.goto("/apps/film_crm/forms/genre");
  await expect(page.getByText("悬疑").first()).toBeVisible();

  await page.getByRole("button", { name: "owner 的菜单" }).click();
  await page.getByRole("menuitem", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Genre");
  await page.keyboard.press("Escape");

  await page.goto("/apps/film_crm/design");
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^film_crm-.*\.zip$/);
  const file = await download.path();

  await page.goto("/templates");
  await page.getByRole("button", { name: "Import an app" }).click();
  const dialog = page.getByRole("dialog", { name: "Import an app" });
  await dialog.locator('input[type="file"]').setInputFiles(file);
  await dialog.getByLabel("Another key for the app").fill("film_copy");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page).toHaveURL(/\/apps\/film_copy/, { timeout: 60_000 });
  await page.goto("/apps/film_copy/design");
  await expect(page.getByRole("listitem").filter({ hasText: /^Contract/ })).toBeVisible();
});

test.describe("with a file that is no app", () => {
  test.use({ expectedStatuses: [422] });

  test("the dialog says what is wrong", async ({ page }) => {
    await enter(page, tenant ?? "", "owner", "/templates");
    await page.getByRole("button", { name: "导入应用" }).click();
    const dialog = page.getByRole("dialog", { name: "导入应用" });
    const file = { name: "notes.zip", mimeType: "application/zip", buffer: Buffer.from("no zip") };
    await dialog.locator('input[type="file"]').setInputFiles(file);
    await dialog.getByRole("button", { name: "导入", exact: true }).click();
    await expect(dialog.getByRole("alert")).toContainText("不是可读的 zip");
  });
});
