import { demoPassword, enterAs, expect, expectAccessible, test } from "./helpers/test";

test("one click on a demo person enters, and the session survives a reload", async ({ page }) => {
  await page.goto("/login");
  const people = page.getByRole("region", { name: "以演示人物登录" }).getByRole("button");
  await expect(people.first()).toBeVisible();
  await expectAccessible(page);
  await people.first().click();
  await expect(page.getByRole("heading", { level: 1, name: /您好/ })).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: /您好/ })).toBeVisible();
});

test.describe("with a wrong password", () => {
  test.use({ expectedStatuses: [401] });

  test("the page says so and lets nobody in", async ({ page }) => {
    await page.goto("/login");
    await page.getByLabel("企业标识").fill("demo");
    await page.getByLabel("用户名").fill("admin");
    await page.getByLabel("密码", { exact: true }).fill(`${demoPassword}x`);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toContainText("不正确");
    await page.goto("/");
    await expect(page).toHaveURL(/\/login/);
  });
});

test("language and appearance change at once and stay", async ({ page }) => {
  await page.goto("/login");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Log in" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByRole("button", { name: "Dark" }).click();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Log in" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-mode", "dark");
  await expectAccessible(page);
});

test.describe("without a session", () => {
  test.use({ expectedStatuses: [401] });

  test("an address asked for before the log-in opens after it", async ({ page }) => {
    await page.goto("/apps/film_crm");
    await expect(page).toHaveURL(/\/login\?next=/);
    await page.getByLabel("企业标识").fill("demo");
    await page.getByLabel("用户名").fill("zhou.prod");
    await page.getByLabel("密码", { exact: true }).fill(demoPassword);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/apps\/film_crm$/);
  });

  test("logging out ends the session", async ({ page }) => {
    await enterAs(page, "zhou.prod");
    await page.getByRole("button", { name: /的菜单/ }).click();
    await page.getByRole("menuitem", { name: "退出登录" }).click();
    await expect(page).toHaveURL(/\/login/);
    await page.goto("/");
    await expect(page).toHaveURL(/\/login/);
  });
});

test("on a phone the navigation of an app is a drawer", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await enterAs(page, "zhou.prod", "/apps/film_crm");
  await page.getByRole("button", { name: "打开导航" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("link", { name: "合同", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "合同" })).toBeVisible();
  await expect(drawer).toBeHidden();
  await expectAccessible(page);
});
