import type { Page } from "@playwright/test";
import { Api } from "./helpers/api";
import { expect, expectAccessible, logInAs, test } from "./helpers/test";

const app = "/apps/film_crm";

test.beforeEach(async ({ page }) => {
  await logInAs(page, "zhou.prod");
});

/** A record of its own, so that no journey moves what another one counts on. */
async function record(api: Api, form: string, values: Record<string, unknown>) {
  return api.must("POST", `${app}/forms/${form}/records`, { values });
}

/** Drags something to the middle of something else, step by step as a hand does. */
async function drag(page: Page, from: ReturnType<Page["locator"]>, to: ReturnType<Page["locator"]>) {
  const start = await from.boundingBox();
  const end = await to.boundingBox();
  if (!start || !end) {
    throw new Error("both ends of a drag are to be seen");
  }
  await page.mouse.move(start.x + 12, start.y + 12);
  await page.mouse.down();
  await page.mouse.move(start.x + 24, start.y + 24, { steps: 4 });
  await page.mouse.move(end.x + end.width / 2, end.y + Math.min(end.height / 2, 80), { steps: 8 });
  await page.mouse.up();
}

/** Takes something up, goes on key by key as the places are told, and puts it down. */
async function carry(page: Page, grip: ReturnType<Page["locator"]>, steps: [key: string, place: string][]) {
  await grip.focus();
  await page.keyboard.press("Space");
  // The first arrow key follows at once: none may be lost.
  for (const [key, place] of steps) {
    await page.keyboard.press(key);
    await expect(page.getByText(`位于“${place}”。`)).toBeAttached();
  }
  await page.keyboard.press("Space");
}

test("columns are changed by the keyboard, saved as a view, and opened again by its address", async ({ page }) => {
  await page.goto(`${app}/forms/contract`);
  const edge = page.getByRole("separator", { name: /^“合同名称”的列宽/ });
  // The first heading that is one of a field: the boxes to choose rows have one of their own.
  const first = page
    .getByRole("columnheader")
    .filter({ has: page.getByRole("separator") })
    .first();
  const width = Number(await edge.getAttribute("aria-valuenow"));
  await edge.focus();
  await page.keyboard.press("ArrowRight");
  await expect(edge).toHaveAttribute("aria-valuenow", String(width + 16));
  await edge.focus();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(first).toContainText("合同名称");
  await expect(page.getByText("有未保存的修改")).toBeVisible();
  await page.getByRole("button", { name: "另存为" }).click();
  const form = page.getByRole("dialog");
  const name = `我的列 ${Date.now()}`;
  await form.getByLabel("名称", { exact: true }).fill(name);
  await expectAccessible(page);
  await form.getByRole("button", { name: /保\s?存/ }).click();
  await expect(page.getByRole("tab", { name })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByText("有未保存的修改")).toHaveCount(0);
  await expect(page).toHaveURL(/view=v_[a-z0-9]{8}$/);
  await page.reload();
  await expect(page.getByRole("tab", { name })).toHaveAttribute("aria-selected", "true");
  await expect(first).toContainText("合同名称");
  await expect(edge).toHaveAttribute("aria-valuenow", String(width + 16));
  // What is changed of it is taken back by one click, and saved by another.
  await edge.focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("button", { name: "还原" }).click();
  await expect(edge).toHaveAttribute("aria-valuenow", String(width + 16));
  await expect(page.getByRole("button", { name: "还原" })).toHaveCount(0);
  await page.getByRole("button", { name: `视图“${name}”的操作` }).click();
  await page.getByRole("menuitem", { name: "删除" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /删\s?除/ })
    .click();
  await expect(page.getByRole("tab", { name })).toHaveCount(0);
  await expect(page.getByRole("tab", { name: "全部" })).toHaveAttribute("aria-selected", "true");
});

test.describe("a board", () => {
  test.use({ expectedStatuses: [422] });

  test("moves a card by mouse and by keyboard, takes it back, and says why one may not move", async ({
    page,
    playwright,
    baseURL,
  }) => {
    const api = await Api.as(playwright, baseURL ?? "", "zhou.prod");
    const name = `看板人 ${Date.now()}`;
    const made = await record(api, "talent", { name, roles: ["actor"], coop_status: "未接触" });
    const status = async () => (await api.must("GET", `${app}/forms/talent/records/${made.id}`)).values.coop_status;
    await page.goto(`${app}/forms/talent?view=cooperation&q=${encodeURIComponent(name)}`);
    const lane = (title: string) => page.getByRole("region", { name: title, exact: true });
    const card = page.getByRole("listitem").filter({ hasText: name });
    await expect(lane("未接触").getByText(name)).toBeVisible();
    await expectAccessible(page);

    await drag(page, card, lane("接触中"));
    await expect(lane("接触中").getByText(name)).toBeVisible();
    await expect(page.getByText(`“${name}”已移到“接触中”`).first()).toBeVisible();
    await expect.poll(status).toBe("接触中");
    await page.getByRole("button", { name: /撤\s?销/ }).click();
    await expect(lane("未接触").getByText(name)).toBeVisible();
    await expect.poll(status).toBe("未接触");

    const grip = page.getByRole("button", { name: `移动“${name}”` });
    await carry(page, grip, [
      ["ArrowRight", "接触中"],
      ["ArrowRight", "合作中"],
    ]);
    await expect(lane("合作中").getByText(name)).toBeVisible();
    await expect.poll(status).toBe("合作中");

    // Nobody is put on the black list without a reason in words.
    await carry(page, grip, [
      ["ArrowRight", "曾合作"],
      ["ArrowRight", "暂停"],
      ["ArrowRight", "黑名单"],
    ]);
    await expect(page.getByText(new RegExp(`“${name}”未能移动`)).first()).toBeVisible();
    await expect(lane("合作中").getByText(name)).toBeVisible();
    expect(await status()).toBe("合作中");
  });
});

test("a calendar shows a record on its day, and moves it by the keyboard", async ({ page, playwright, baseURL }) => {
  const api = await Api.as(playwright, baseURL ?? "", "zhou.prod");
  const name = `日历机构 ${Date.now()}`;
  const made = await record(api, "org", { name, org_types: ["场地"], qualification_until: "2026-06-10" });
  await page.goto(`${app}/forms/org?view=qualifications&day=2026-06-10&q=${encodeURIComponent(name)}`);
  const day = (words: string) => page.getByRole("listitem").filter({ has: page.getByText(words, { exact: true }) });
  await expect(day("6月10日").getByRole("link", { name })).toBeVisible();
  await expectAccessible(page);
  await carry(page, page.getByRole("button", { name: `移动“${name}”的日期` }), [
    ["ArrowDown", "6月17日"],
    ["ArrowLeft", "6月16日"],
  ]);
  await expect(day("6月16日").getByRole("link", { name })).toBeVisible();
  const path = `${app}/forms/org/records/${made.id}`;
  await expect.poll(async () => (await api.must("GET", path)).values.qualification_until).toBe("2026-06-16");
  await page.getByRole("button", { name: "上个月" }).click();
  await expect(page).toHaveURL(/day=2026-05-01/);
  await expect(page.getByRole("link", { name })).toHaveCount(0);
  await page.goBack();
});

test("a gallery shows records as cards that open them", async ({ page }) => {
  await page.goto(`${app}/forms/talent?view=wall`);
  await expect(page.getByRole("tab", { name: "形象墙" })).toHaveAttribute("aria-selected", "true");
  await expect(page.locator("footer")).toContainText(/已显示 \d+/);
  await page.getByRole("main").getByRole("listitem").first().getByRole("link").click();
  await expect(page).toHaveURL(/\/records\//);
});
