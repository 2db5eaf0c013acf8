import type { Locator, Page } from "@playwright/test";
import { Api } from "./helpers/api";
import { contracts, forms, pending, submitContract } from "./helpers/contracts";
import { demoPassword, expect, test } from "./helpers/test";

/** Goes on with the Tab key until this has the focus; each stop on the way must be seen to have it. */
async function tabTo(page: Page, target: Locator, back = false): Promise<void> {
  await expect(target).toBeAttached();
  for (let step = 0; step < 120; step++) {
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
    expect(await page.evaluate(showsFocus), "what has the focus shows it").toBe("");
    if (await target.evaluate((element) => element === document.activeElement)) {
      return;
    }
  }
  throw new Error("the Tab key does not lead there");
}

/** Within the page: whether what has the focus, or the control around it, is outlined; otherwise what it is. */
function showsFocus(): string {
  const at = document.activeElement;
  if (!at || at === document.body) {
    return "";
  }
  for (let part: Element | null = at, up = 0; part && up < 5; part = part.parentElement, up++) {
    const style = getComputedStyle(part);
    if ((style.outlineStyle !== "none" && style.outlineWidth !== "0px") || style.boxShadow !== "none") {
      return "";
    }
  }
  return at.outerHTML.slice(0, 200);
}

/** Within the page: what has the focus although a dialog stands before it. */
function behindDialog(): string {
  const at = document.activeElement;
  return !at || at === document.body || at.closest(".ant-modal-root") ? "" : at.outerHTML.slice(0, 200);
}

async function press(page: Page, target: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Logs in without a mouse. */
async function enterByKeys(page: Page, username: string): Promise<void> {
  await page.goto("/login");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const tenant = page.getByLabel("企业标识");
  if ((await tenant.inputValue()) === "") {
    await tabTo(page, tenant);
    await page.keyboard.type("demo");
  }
  await tabTo(page, page.getByLabel("用户名"));
  await page.keyboard.type(username);
  await tabTo(page, page.getByLabel("密码", { exact: true }));
  await page.keyboard.type(demoPassword);
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(/\/login/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

const dialog = (page: Page) => page.getByRole("dialog");

/** A contract that is not handed in yet. */
async function draftContract(line: Api): Promise<{ id: string; name: string }> {
  const running = await submitContract(line, "2000.00", "键盘合同");
  const instance = await line.must("GET", `${contracts}/${running.id}/instance`);
  await line.must("POST", `/instances/${instance.id}/actions/withdraw`, {});
  return { id: running.id, name: running.values.name };
}

test("a record is found, changed, submitted and approved without a mouse", async ({
  page,
  playwright,
  baseURL,
  browser,
}) => {
  test.setTimeout(120_000);
  const line = await Api.as(playwright, baseURL ?? "", "han.line");
  const { id, name } = await draftContract(line);
  await enterByKeys(page, "han.line");
  await press(page, page.getByRole("link", { name: /影视 ?CRM/ }));
  await press(page, page.getByRole("navigation").getByRole("link", { name: "合同", exact: true }));
  await tabTo(page, page.getByRole("textbox", { name: "搜索" }));
  await page.keyboard.type(name);
  await expect(page.locator(".ant-table-row")).toHaveCount(1);
  await press(page, page.locator(".ant-table-row").getByRole("link").first());
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await press(page, page.getByRole("button", { name: "编辑" }).or(page.getByRole("link", { name: "编辑" })));
  await tabTo(page, page.getByLabel(/合同名称/));
  await page.keyboard.press("End");
  await page.keyboard.type(" 改");
  await page.keyboard.press("Control+s");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`${name} 改`);
  await expect(page).toHaveURL(/\/records\/\w+$/);

  const submit = page.getByRole("button", { name: "提交审批" });
  await press(page, submit);
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await expect(submit).toBeFocused();
  await page.keyboard.press("Enter");
  // The dialog holds the focus: the Tab key goes round within it.
  for (let step = 0; step < 8; step++) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(behindDialog), "the focus stays within the dialog").toBe("");
  }
  await press(page, dialog(page).getByRole("button", { name: /^提交/ }));
  await expect(dialog(page)).toBeHidden();
  await expect.poll(() => pending(line, id)).toEqual(["head 周行"]);

  const other = await (await browser.newContext({ locale: "zh-CN", baseURL })).newPage();
  await enterByKeys(other, "zhou.prod");
  await press(other, other.getByRole("link", { name: /待办/ }).first());
  await expect(other).toHaveURL(/\/tasks/);
  await press(other, other.getByRole("link", { name: new RegExp(name) }));
  await press(other, other.getByRole("button", { name: "同意", exact: true }));
  await expect.poll(async () => (await pending(line, id)).sort()).toEqual(["legal 秦川", "money 白露"]);
  await other.context().close();
});

test("a field is added, named and published without a mouse", async ({ page, playwright, baseURL }) => {
  const admin = await Api.as(playwright, baseURL ?? "", "admin");
  const before = await admin.must("GET", `${forms}/genre`);
  const label = `键盘字段 ${Date.now() % 100_000}`;
  try {
    await enterByKeys(page, "admin");
    await page.goto("/design/film_crm/forms/genre");
    await expect(page.getByRole("heading", { level: 1, name: "题材" })).toBeVisible();
    await press(page, page.getByRole("button", { name: "单行文本", exact: true }));
    const properties = page.getByRole("complementary", { name: "属性" });
    await expect(
      properties
        .getByLabel("标题", { exact: true })
        .or(properties.getByLabel("名称", { exact: true }))
        .first(),
    ).toBeFocused();
    await page.keyboard.type(label);
    await page.keyboard.press("F6");
    await page.keyboard.press("F6");
    expect(
      await page
        .locator("[data-design-field][data-chosen]")
        .evaluate((field) => field.contains(document.activeElement)),
    ).toBe(true);
    await page.keyboard.press("Shift+?");
    await expect(page.getByRole("dialog", { name: "键盘快捷键" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await tabTo(page, page.getByRole("button", { name: "发布", exact: true }), true);
    await page.keyboard.press("Enter");
    await expect(page.getByText("已发布，新的记录")).toBeVisible();
    const { spec } = await admin.must("GET", `${forms}/genre`);
    expect(spec.fields.map((field: { label: Record<string, string> }) => field.label["zh-CN"])).toContain(label);
  } finally {
    await admin.must("PUT", `${forms}/genre`, before.spec);
    await admin.must("POST", `${forms}/genre/publish`, { accept_loss: true });
  }
});

test("an approver is put into a flow and published without a mouse", async ({ page, playwright, baseURL }) => {
  const admin = await Api.as(playwright, baseURL ?? "", "admin");
  const place = `${forms}/contract/workflow`;
  const before = await admin.must("GET", place);
  try {
    await enterByKeys(page, "admin");
    await page.goto("/design/film_crm/forms/contract/flow");
    await expect(page.locator('[data-node="head"]')).toBeVisible();
    await press(page, page.getByRole("button", { name: "在这里添加节点" }).first());
    await expect(page.getByRole("menuitem", { name: "审批人" })).toBeFocused();
    await page.keyboard.press("Enter");
    const properties = page.getByRole("complementary", { name: "属性" });
    await expect(properties.getByLabel("名称", { exact: true })).toBeFocused();
    await page.keyboard.type("先看一眼");
    await press(page, properties.getByRole("button", { name: "添加人员" }));
    await tabTo(page, properties.getByRole("combobox", { name: "角色" }), true);
    await page.keyboard.type("总经理");
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByRole("button", { name: "发布", exact: true }), true);
    await page.keyboard.press("Enter");
    await expect(page.getByText("已发布，新提交的记录走新的流程")).toBeVisible();
    const { spec } = await admin.must("GET", place);
    expect(spec.root.next).toMatchObject({
      kind: "approver",
      name: { "zh-CN": "先看一眼" },
      settings: { assignees: [{ role: "ceo" }] },
    });
  } finally {
    // Other journeys follow the flow as it came.
    await admin.must("PUT", place, before.spec);
    await admin.must("POST", `${place}/publish`, {});
  }
});

test("a pivot is opened and drilled into without a mouse", async ({ page }) => {
  await enterByKeys(page, "lin.ceo");
  await press(page, page.getByRole("link", { name: /影视 ?CRM/ }));
  await press(page, page.getByRole("navigation").getByRole("link", { name: "题材市场表现" }));
  await expect(page.getByRole("heading", { level: 1 })).toContainText("题材市场表现");
  await tabTo(page, page.getByRole("radio", { name: "图表" }));
  await page.keyboard.press("ArrowRight");
  await press(page, page.locator("tbody td button").first());
  await expect(page).toHaveURL(/\/forms\/market_film/);
  await expect(page.locator(".ant-table-row").first()).toBeVisible();
});
