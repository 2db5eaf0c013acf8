import type { Locator, Page } from "@playwright/test";
import { Api } from "./helpers/api";
import { expect, expectAccessible, logInAs, test } from "./helpers/test";

const properties = (page: Page) => page.getByRole("complementary", { name: "属性" });
const field = (page: Page, key: string) => page.locator(`[data-design-field="${key}"]`);
const choose = (page: Page, key: string) => field(page, key).locator("[data-choose]").first();
/** The fields of the page in reading order. */
const order = (page: Page) =>
  page.locator("[data-design-field]").evaluateAll((all) => all.map((one) => one.getAttribute("data-design-field")));

const text = (key: string, label: string) => ({
  key,
  label: { "zh-CN": label },
  type: { kind: "text", settings: {} },
});

/** A form of the demo's app that nobody else works with. */
async function makeForm(admin: Api, key: string, fields: unknown[], rows: string[][]): Promise<void> {
  const layout = [{ section: { "zh-CN": "" }, fields: rows }];
  const spec = { version: 1, key, name: { "zh-CN": key }, fields, layout };
  await admin.must("PUT", `/apps/film_crm/forms/${key}`, spec);
}

async function open(page: Page, form: string): Promise<void> {
  await page.goto(`/design/film_crm/forms/${form}`);
  await expect(page.getByRole("heading", { level: 1, name: form })).toBeVisible();
}

async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const start = await from.boundingBox();
  const { mouse } = page;
  await mouse.move((start?.x ?? 0) + 20, (start?.y ?? 0) + 12);
  await mouse.down();
  await mouse.move((start?.x ?? 0) + 30, (start?.y ?? 0) + 24, { steps: 4 });
  const end = await to.boundingBox();
  await mouse.move((end?.x ?? 0) + (end?.width ?? 0) / 2, (end?.y ?? 0) + (end?.height ?? 0) / 2, { steps: 12 });
  await page.waitForTimeout(120);
  await mouse.up();
}

test("fields are chosen, doubled, moved, copied to another form and taken away together", async ({
  page,
  playwright,
  baseURL,
}) => {
  const admin = await Api.as(playwright, baseURL ?? "", "admin");
  const stamp = Date.now() % 1_000_000;
  const [one, other] = [`design_a_${stamp}`, `design_b_${stamp}`];
  const total = { ...text("total", "合计"), type: { kind: "int", settings: {} }, formula: "len(b) + 1" };
  await makeForm(
    admin,
    one,
    [text("a", "甲"), text("b", "乙"), text("c", "丙"), total],
    [["a"], ["b"], ["c"], ["total"]],
  );
  await makeForm(admin, other, [text("b", "别的")], [["b"]]);
  await logInAs(page, "admin");
  await open(page, one);
  await expectAccessible(page);

  await drag(page, choose(page, "c"), page.locator('[data-slot*="section"]').first());
  await expect.poll(() => order(page)).toEqual(["c", "a", "b", "total"]);
  await page.keyboard.press("Alt+ArrowDown");
  await expect.poll(() => order(page)).toEqual(["a", "c", "b", "total"]);
  await expect(page.getByRole("status").filter({ hasText: "丙 移到第 2 行" })).toBeAttached();

  await choose(page, "a").click();
  await page.keyboard.press("Shift+ArrowDown");
  await expect(field(page, "a")).toHaveAttribute("data-chosen", "");
  await expect(field(page, "c")).toHaveAttribute("data-chosen", "");
  await page.keyboard.press("Control+d");
  await expect.poll(() => order(page)).toEqual(["a", "text_1", "c", "text_2", "b", "total"]);
  await page.keyboard.press("Delete");
  await expect.poll(() => order(page)).toEqual(["a", "c", "b", "total"]);
  await page.locator(".ant-message").getByRole("button", { name: "撤销" }).click();
  await expect.poll(() => order(page)).toEqual(["a", "text_1", "c", "text_2", "b", "total"]);

  await page.keyboard.press("Control+f");
  await page.getByRole("combobox", { name: "标题、标识或类型" }).fill("合计");
  await page.keyboard.press("Enter");
  await expect(properties(page).getByLabel("标题", { exact: true })).toHaveValue("合计");
  await expect(properties(page).getByLabel("公式", { exact: true })).toHaveValue("len({乙}) + 1");
  await choose(page, "b").click();
  await expect(properties(page).getByRole("button", { name: "合计" })).toBeVisible();

  await choose(page, "total").click({ modifiers: ["Control"] });
  await page.keyboard.press("Control+c");
  await expect(page.getByText("已保存草稿")).toBeVisible();
  await open(page, other);
  await choose(page, "b").click();
  await page.keyboard.press("Control+v");
  await expect.poll(() => order(page)).toEqual(["b", "text_1", "total"]);
  await expect(page.getByText("已保存草稿")).toBeVisible();
  const { spec } = await admin.must("GET", `/apps/film_crm/forms/${other}`);
  expect(spec.fields.map((one: { label: Record<string, string> }) => one.label["zh-CN"])).toEqual([
    "别的",
    "乙",
    "合计",
  ]);
});

test("what is wrong with a formula is shown where it stands, and the preview follows conditions", async ({
  page,
  playwright,
  baseURL,
}) => {
  const admin = await Api.as(playwright, baseURL ?? "", "admin");
  const form = `design_c_${Date.now() % 1_000_000}`;
  const frame = { ...text("frame", "框架说明"), visible_when: { field: "a", op: "eq", value: "框架" }, required: true };
  const amount = { ...text("amount", "数量"), type: { kind: "int", settings: {} } };
  await makeForm(admin, form, [text("a", "性质"), frame, amount], [["a"], ["frame"], ["amount"]]);
  await logInAs(page, "admin");
  await open(page, form);
  await choose(page, "amount").click();
  const formula = properties(page).getByLabel("公式", { exact: true });
  await formula.click();
  await page.keyboard.type("性质 * * 2");
  await expect(page.getByRole("button", { name: "1 个问题" })).toBeVisible();
  await expect(formula).toHaveAttribute("aria-invalid", "true");
  await formula.fill("");
  await expect(page.getByText("没有问题")).toBeVisible();

  await page.getByRole("button", { name: "预览" }).click();
  const preview = page.getByRole("dialog");
  await expect(preview.getByLabel(/框架说明/)).toBeHidden();
  await preview.getByLabel(/性质/).fill("框架");
  await expect(preview.getByLabel(/框架说明/)).toBeVisible();
  await preview.getByRole("button", { name: "检查" }).click();
  await expect(preview.getByText("请填写")).toBeVisible();
  await preview.getByText("手机", { exact: true }).click();
  const box = await preview.getByLabel(/框架说明/).boundingBox();
  expect(box?.width).toBeLessThan(390);
  await expectAccessible(page);
});
