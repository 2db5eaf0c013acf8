import type { Page } from "@playwright/test";
import { Api } from "./helpers/api";
import { addTask, planApp } from "./helpers/planApp";
import { optionsOf } from "./helpers/select";
import { enterAs, expect, expectAccessible, test } from "./helpers/test";

let api: Api;
let app: string;
let tasks: Record<"film" | "scout" | "build" | "dress" | "shoot", string>;

test.beforeEach(async ({ page, playwright, baseURL }) => {
  api = await Api.as(playwright, baseURL ?? "", "admin");
  app = await planApp(api);
  const who = (await api.must("GET", "/me")).user.id;
  const term = (start: number, end: number) => ({
    start: `2026-06-${String(start).padStart(2, "0")}`,
    end: `2026-06-${end}`.replace(/-(\d)$/, "-0$1"),
  });
  const film = await addTask(api, app, { name: "拍摄", term: term(1, 30), stage: "busy", done: 30 });
  const scout = await addTask(api, app, { name: "勘景", term: term(1, 5), above: film, who, done: 100 });
  const build = await addTask(api, app, { name: "搭景", term: term(6, 15), above: film, before: [scout], who });
  const dress = await addTask(api, app, { name: "服装", term: term(4, 8), above: film, who });
  const shoot = await addTask(api, app, { name: "开机", term: term(16, 30), above: film, before: [build] });
  tasks = { film, scout, build, dress, shoot };
  await enterAs(page, "admin");
});

const open = (page: Page, view: string) => page.goto(`/apps/${app}/forms/task?view=${view}`);
const bar = (page: Page, name: string) => page.getByRole("button", { name: new RegExp(`^${name}，`) });
const term = async (id: string) => (await api.must("GET", `/apps/${app}/forms/task/records/${id}`)).values.term;

test.describe("a Gantt chart", () => {
  test.use({ expectedStatuses: [422] });

  test("is moved and stretched by keys and by mouse, taken back, and says what is refused", async ({ page }) => {
    await open(page, "gantt");
    const scout = bar(page, "勘景");
    await expect(scout).toHaveAccessibleName("勘景，6月1日 至 6月5日，完成 100%，没有机动时间");
    await expect(bar(page, "服装")).toHaveAccessibleName("服装，6月4日 至 6月8日");
    await expectAccessible(page);

    // Keys that follow each other at once are all heard.
    await scout.focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    await expect(page.getByText("位于“6月2日 至 6月7日”。")).toBeAttached();
    await page.keyboard.press("Space");
    await expect(page.getByText("“勘景”已移到“6月2日 至 6月7日”").first()).toBeVisible();
    await expect.poll(() => term(tasks.scout)).toEqual({ start: "2026-06-02", end: "2026-06-07" });
    await page.getByRole("button", { name: /撤\s?销/ }).click();
    await expect.poll(() => term(tasks.scout)).toEqual({ start: "2026-06-01", end: "2026-06-05" });
    await expect(scout).toHaveAccessibleName(/6月1日 至 6月5日/);

    const build = bar(page, "搭景");
    await page.getByText("周", { exact: true }).click();
    await expect(page).toHaveURL(/zoom=week/);
    await page.getByText("日", { exact: true }).click();
    await expect(page).toHaveURL(/zoom=day/);
    // Ten days, once they are drawn as wide as that.
    await expect.poll(async () => (await build.boundingBox())?.width).toBe(360);
    const box = await build.boundingBox();
    if (!box) {
      throw new Error("the bar is to be seen");
    }
    // Its beginning is pulled by two days of 36 px each.
    await page.mouse.move(box.x + 3, box.y + 11);
    await page.mouse.down();
    await page.mouse.move(box.x + 20, box.y + 11, { steps: 4 });
    await page.mouse.move(box.x + 75, box.y + 11, { steps: 4 });
    await expect(build).toContainText("6月8日 至 6月15日");
    await page.mouse.up();
    await expect.poll(() => term(tasks.build)).toEqual({ start: "2026-06-08", end: "2026-06-15" });

    // Nothing begins before the year: what is refused goes back, and says why.
    const dress = bar(page, "服装");
    await dress.focus();
    await page.keyboard.press("Space");
    for (let weeks = 0; weeks < 23; weeks += 1) {
      await page.keyboard.press("PageUp");
    }
    await page.keyboard.press("Space");
    await expect(page.getByText(/“服装”未能移动.*不能早于 2026 年/).first()).toBeVisible();
    await expect(dress).toHaveAccessibleName(/6月4日 至 6月8日/);
    expect(await term(tasks.dress)).toEqual({ start: "2026-06-04", end: "2026-06-08" });
  });
});

test("a Gantt chart folds what is below, and is read as a table", async ({ page }) => {
  await open(page, "gantt");
  await expect(bar(page, "开机")).toBeVisible();
  await page.getByRole("button", { name: "折叠“拍摄”" }).click();
  await expect(bar(page, "开机")).toHaveCount(0);
  await page.getByText("表", { exact: true }).click();
  await expect(page).toHaveURL(/as=table/);
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "开机" }) });
  await expect(row).toContainText("2026-06-16");
  await expect(row).toContainText("搭景");
  await expect(row).toContainText("没有机动时间");
  await expectAccessible(page);
});

test("a timeline shows who is busy when and what overlaps, and moves a bar", async ({ page }) => {
  await open(page, "busy");
  await expect(page.getByText("3 项时间重叠")).toBeVisible();
  const dress = bar(page, "服装");
  await expect(dress).toHaveAccessibleName(/与其他时间重叠/);
  await expectAccessible(page);
  await dress.focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("PageDown");
  await page.keyboard.press("PageDown");
  await page.keyboard.press("Space");
  await expect.poll(() => term(tasks.dress)).toEqual({ start: "2026-06-18", end: "2026-06-22" });
  await expect(page.getByText("3 项时间重叠")).toHaveCount(0);
  await page.getByRole("checkbox", { name: "显示空闲的" }).check();
  await expect(page.getByRole("listitem").filter({ hasText: "空闲" }).first()).toBeVisible();
  await page.getByRole("button", { name: "更晚" }).click();
  await expect(page).toHaveURL(/day=2026-06-29/);
  await expect(bar(page, "开机")).toBeVisible();
  await expect(dress).toHaveCount(0);
});

test("a tree goes by keys, and a record moves below another one", async ({ page }) => {
  await open(page, "tree");
  const line = (name: string) => page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
  await expect(line("开机")).toHaveAttribute("aria-level", "2");
  await expectAccessible(page);
  await line("拍摄").focus();
  await page.keyboard.press("ArrowLeft");
  await expect(line("拍摄")).toHaveAttribute("aria-expanded", "false");
  await expect(line("开机")).toHaveCount(0);
  await page.keyboard.press("ArrowRight");
  await expect(line("拍摄")).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowRight");
  await expect(line("勘景")).toBeFocused();
  await page.keyboard.press("End");
  await expect(line("开机")).toBeFocused();

  const above = async () => (await api.must("GET", `/apps/${app}/forms/task/records/${tasks.shoot}`)).values.above?.id;
  await page.getByRole("button", { name: "开机 的操作" }).click();
  await page.getByRole("menuitem", { name: "移到其他上级" }).click();
  const dialog = page.getByRole("dialog");
  const box = dialog.getByRole("combobox", { name: "上级" });
  await box.click();
  await (await optionsOf(box)).filter({ hasText: "搭景" }).click();
  await dialog.getByRole("button", { name: /移\s?动/ }).click();
  await expect.poll(above).toBe(tasks.build);
  await expect(dialog).toHaveCount(0);
  await page.getByRole("button", { name: "全部展开" }).click();
  await expect(line("开机")).toHaveAttribute("aria-level", "3");

  await page.getByRole("button", { name: "拍摄 的操作" }).click();
  await page.getByRole("menuitem", { name: "移到其他上级" }).click();
  await box.click();
  await (await optionsOf(box)).filter({ hasText: "开机" }).click();
  await expect(page.getByText("记录不能移到自己或自己的下级之下。")).toBeVisible();
  await expect(dialog.getByRole("button", { name: /移\s?动/ })).toBeDisabled();
});

test.describe("with a finger on a phone", () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test("a bar of a Gantt chart is held and moved", async ({ page }) => {
    await open(page, "gantt");
    await page.getByText("日", { exact: true }).click();
    const scout = bar(page, "勘景");
    await scout.scrollIntoViewIfNeeded();
    const box = await scout.boundingBox();
    if (!box) {
      throw new Error("the bar is to be seen");
    }
    const finger = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove", x: number) =>
      finger.send("Input.dispatchTouchEvent", { type, touchPoints: [{ x, y: box.y + box.height / 2 }] });
    const [at, day] = [box.x + 30, box.width / 5];
    await touch("touchStart", at);
    // It is taken once it has been held for a moment.
    await expect(page.getByText(/^(已拿起|位于)“.*”。$/)).toBeAttached();
    for (const part of [0.5, 1, 1.5, 2]) {
      await touch("touchMove", at + part * day);
    }
    await expect(page.getByText("位于“6月3日 至 6月7日”。")).toBeAttached();
    await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await expect.poll(() => term(tasks.scout)).toEqual({ start: "2026-06-03", end: "2026-06-07" });
  });
});
