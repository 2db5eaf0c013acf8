import type { Locator, Page } from "@playwright/test";
import { enterAs, expect, expectAccessible, test } from "./helpers/test";

const dialog = (page: Page): Locator => page.getByRole("dialog", { name: "全局搜索" });
const opener = (page: Page): Locator => page.getByRole("button", { name: "全局搜索（Ctrl+K）" });
const field = (page: Page): Locator => dialog(page).getByRole("combobox", { name: "全局搜索" });

/** Looks for words and waits until what is shown is what was found. */
async function searchFor(page: Page, words: string): Promise<void> {
  const answered = page.waitForResponse((response) => {
    const url = new URL(response.url());
    return url.pathname.endsWith("/search") && url.searchParams.get("q") === words;
  });
  await field(page).fill(words);
  await answered;
  await expect(dialog(page).locator("[aria-live=polite]")).toHaveAttribute("data-state", "settled");
}

test("whoever looks for something finds it by keys, by a part of its name or its pinyin initials", async ({ page }) => {
  await enterAs(page, "zhou.prod");
  await expect(opener(page)).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
  await expect(dialog(page).getByText("拼音首字母（如 zs 可找到张三）")).toBeVisible();

  await searchFor(page, "cyxh");
  const project = dialog(page).getByRole("group", { name: /^项目/ }).getByRole("option").first();
  await expect(project.locator("mark").first()).toHaveText("长夜星河");
  await expectAccessible(page);

  const first = dialog(page).getByRole("option").first();
  await expect(first).toHaveAttribute("aria-selected", "true");
  await field(page).press("ArrowUp");
  await expect(first).toHaveAttribute("aria-selected", "false");
  await field(page).press("ArrowDown");
  await expect(first).toHaveAttribute("aria-selected", "true");
  const title = (await first.innerText()).split("\n")[0] as string;
  await field(page).press("Enter");
  await expect(page).toHaveURL(/\/apps\/film_crm\/forms\/\w+\/records\/\w+$/);
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(title);
});

test("a search leads to all of a form, is offered again, and says when there is nothing", async ({ page }) => {
  await enterAs(page, "zhou.prod");
  await opener(page).click();
  await searchFor(page, "长夜");
  await dialog(page).getByRole("option", { name: "查看合同中的全部结果" }).click();
  await expect(page).toHaveURL(/\/apps\/film_crm\/forms\/contract\?.*q=/);
  await expect(page.getByRole("searchbox").or(page.getByPlaceholder("搜索")).first()).toHaveValue("长夜");

  await expect(dialog(page)).toBeHidden();
  await opener(page).click();
  await dialog(page).getByRole("region", { name: "最近搜索" }).getByRole("button", { name: "长夜" }).click();
  await expect(field(page)).toHaveValue("长夜");
  await expect(dialog(page).getByRole("option", { name: "查看合同中的全部结果" })).toBeVisible();

  await searchFor(page, "没有这样的东西");
  await expect(dialog(page).getByText("没有找到“没有这样的东西”")).toBeVisible();
  await expect(dialog(page).getByRole("option")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
});

test.describe("when the server cannot answer", () => {
  test.use({ expectedStatuses: [503] });

  test("a search says so and tries again on request", async ({ page }) => {
    await enterAs(page, "zhou.prod");
    let refused = true;
    await page.route("**/api/v1/search?*", (route) =>
      refused
        ? route.fulfill({
            status: 503,
            contentType: "application/problem+json",
            body: JSON.stringify({ type: "unavailable", title: "暂时不可用", status: 503, detail: "暂时不可用" }),
          })
        : route.continue(),
    );
    await opener(page).click();
    await field(page).fill("长夜");
    const alert = dialog(page).getByRole("alert");
    await expect(alert).toBeVisible({ timeout: 20_000 });
    refused = false;
    await alert.getByRole("button", { name: "重试" }).click();
    await expect(dialog(page).getByRole("option").first()).toBeVisible();
    await expect(alert).toBeHidden();
  });
});
