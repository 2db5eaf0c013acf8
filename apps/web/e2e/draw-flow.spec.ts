import type { Page } from "@playwright/test";
import { Api } from "./helpers/api";
import { act } from "./helpers/contracts";
import { optionsOf } from "./helpers/select";
import { enterAs, expect, test } from "./helpers/test";

const properties = (page: Page) => page.getByRole("complementary", { name: "属性" });

/** Adds a node at the plus with this number, from above and from the left. */
async function add(page: Page, plus: number, kind: string): Promise<void> {
  await page.getByRole("button", { name: "在这里添加节点" }).nth(plus).click();
  const item = page.getByRole("menuitem", { name: new RegExp(`${kind}$`) });
  await expect(item).toBeVisible();
  await item.click();
  await expect(properties(page).getByRole("heading", { level: 2, name: kind })).toBeVisible();
}

/** Chooses from the list that a combobox opens. */
async function choose(page: Page, list: string, option: string): Promise<void> {
  const box = page.getByRole("combobox", { name: list });
  await box.click();
  const options = await optionsOf(box);
  await options.filter({ hasText: new RegExp(`^${option}$`) }).click();
}

const name = (text: string) => ({ "zh-CN": text, en: text });

/** A flow with one approver, put in force. */
async function approvedBy(admin: Api, place: string, settings: object): Promise<void> {
  const end = { key: "end", kind: "end", settings: { result: "approved" } };
  const desk = { key: "desk", kind: "approver", name: name("值班"), settings, next: end };
  await admin.must("PUT", `${place}/workflow`, {
    version: 1,
    key: "request_flow",
    form: "request",
    name: name("审批"),
    start_on: [{ submit: true }],
    root: { key: "start", kind: "start", settings: {}, next: desk },
  });
  await admin.must("POST", `${place}/workflow/publish`, {});
}

/** A form with a flow to draw, in an app of its own with more administrators. */
async function prepare(admin: Api, ...colleagues: string[]): Promise<string> {
  const key = `draw_${Date.now() % 1_000_000_000}`;
  await admin.must("POST", "/apps", { key, name: { "zh-CN": "画流程", en: "Draw" } });
  const field = (name: string, label: string, kind: string) => ({
    key: name,
    label: { "zh-CN": label, en: name },
    type: { kind, settings: kind === "money" ? { currency: "CNY" } : {} },
  });
  const spec = {
    version: 1,
    key: "request",
    name: { "zh-CN": "申请", en: "Request" },
    title: "{title}",
    fields: [field("title", "名称", "text"), field("amount", "金额", "money"), field("note", "说明", "text")],
  };
  await admin.must("PUT", `/apps/${key}/forms/request`, spec);
  await admin.must("POST", `/apps/${key}/forms/request/publish`, {});
  const people = (await admin.must("GET", "/people")).items;
  for (const colleague of colleagues) {
    const found = people.find((person: { username: string }) => person.username === colleague);
    await admin.must("PUT", `/apps/${key}/users/${found.id}/roles`, { roles: ["admin"] });
  }
  return key;
}

test("a flow with an inclusive branch, fields that it sets and a reminder is drawn, published and run", async ({
  page,
  playwright,
  baseURL,
}) => {
  test.setTimeout(240_000);
  const as = (name: string) => Api.as(playwright, baseURL ?? "", name);
  const admin = await as("admin");
  const app = await prepare(admin, "zhou.prod");
  const place = `/apps/${app}/forms/request`;
  await enterAs(page, "admin", `/design/${app}/forms/request/flow`);
  await page.getByRole("button", { name: "添加流程" }).click();

  await page.locator('[data-node="approver_1"]').click();
  await properties(page).getByRole("button", { name: "添加人员" }).click();
  await expect(properties(page).getByRole("combobox", { name: "人员来源" })).toBeVisible();
  await properties(page).getByRole("tab", { name: "高级" }).click();
  await properties(page).getByLabel("处理时限").fill("2");
  await page.keyboard.press("Tab");
  await choose(page, "另外提醒", "到期前 1 天");
  await page.keyboard.press("Escape");

  // Of the pluses, the second stands below the approver; in the drawing that follows, the third in the first branch.
  await add(page, 1, "包容分支");
  await page.getByRole("button", { name: /^分支 2/ }).click();
  await properties(page).getByRole("button", { name: "删除" }).click();
  await expect(page.getByRole("button", { name: /^分支 2/ })).toBeHidden();
  await page
    .locator("button", { hasText: /^分支 1/ })
    .first()
    .click();
  await properties(page).getByRole("button", { name: "进入条件" }).click();
  const condition = page.getByRole("dialog");
  await condition.getByRole("button", { name: "添加条件", exact: true }).click();
  await choose(page, "字段", "金额");
  await choose(page, "条件", "大于");
  await condition.getByRole("spinbutton").fill("1000");
  await condition.getByRole("button", { name: "确定" }).click();
  await expect(condition).toBeHidden();
  await add(page, 2, "更新字段");
  await choose(page, "添加字段", "说明");
  await properties(page).getByRole("textbox", { name: "说明" }).fill("大额申请");

  const card = page.locator('[data-node="approver_1"]');
  await expect(card).toContainText("会签");
  await page.getByRole("button", { name: "发布", exact: true }).click();
  await expect(page.getByText("已发布，新提交的记录走新的流程")).toBeVisible();
  const { spec } = await admin.must("GET", `${place}/workflow`);
  const approver = spec.root.next;
  expect(approver.settings).toMatchObject({ due: { working_days: 2 }, remind: ["-P1D"] });
  const [first, otherwise] = approver.next.settings.branches;
  expect(first).toMatchObject({
    when: { field: "amount", op: "gt", value: "1000" },
    body: { kind: "set_fields", settings: { set: { note: { value: "大额申请" } } } },
  });
  expect(otherwise).toMatchObject({ otherwise: true });

  const submit = async (title: string, amount: string) =>
    admin.must("POST", `${place}/records`, { values: { title, amount }, submit: true });
  const [small, large] = [await submit(`小额 ${app}`, "1000.00"), await submit(`大额 ${app}`, "1000.01")];
  const { pending } = await admin.must("GET", `${place}/records/${large.id}/instance`);
  expect(pending).toHaveLength(1);
  expect(pending[0]).toMatchObject({ node: "approver_1", person: { name: expect.any(String) } });
  expect(Date.parse(pending[0].due_at)).toBeGreaterThan(Date.parse(pending[0].since));

  // The colleague approves both at once.
  await page.context().clearCookies();
  await enterAs(page, "zhou.prod", "/tasks");
  await page.getByRole("button", { name: "批量处理" }).click();
  for (const title of [`小额 ${app}`, `大额 ${app}`]) {
    await page.getByRole("checkbox", { name: `选择“${title}”` }).check();
  }
  const several = page.getByRole("region", { name: "批量处理" });
  await expect(several.getByText("已选 2 项")).toBeVisible();
  await several.getByRole("button", { name: "同意" }).click();
  await expect(page.getByText("已同意 2 项")).toBeVisible();

  const read = async (id: string) => admin.must("GET", `${place}/records/${id}`);
  expect(await read(small.id)).toMatchObject({ flow_state: "approved", values: { note: null } });
  expect(await read(large.id)).toMatchObject({ flow_state: "approved", values: { note: "大额申请" } });
});

test("a task that several could do is claimed, given back, claimed and decided; meanwhile it is suspended", async ({
  page,
  playwright,
  baseURL,
}) => {
  test.setTimeout(240_000);
  const as = (name: string) => Api.as(playwright, baseURL ?? "", name);
  const [admin, other] = [await as("admin"), await as("qin.legal")];
  const app = await prepare(admin, "zhou.prod", "qin.legal");
  const place = `/apps/${app}/forms/request`;
  await approvedBy(admin, place, { assignees: [{ users: ["zhou.prod", "qin.legal"] }], mode: { pool: {} } });
  const title = `值班 ${app}`;
  const record = await admin.must("POST", `${place}/records`, { values: { title, amount: "1.00" }, submit: true });
  const seenByOther = async () =>
    (await other.must("GET", "/tasks?box=todo")).items.some((task: { record: string }) => task.record === record.id);
  expect(await seenByOther()).toBe(true);

  await enterAs(page, "zhou.prod", "/tasks");
  await page.getByRole("link", { name: title }).click();
  const desk = page.getByRole("region", { name: "任务", exact: true });
  await expect(desk.getByRole("button", { name: "同意" })).toBeHidden();
  await desk.getByRole("button", { name: "认领" }).click();
  await expect(desk.getByRole("button", { name: "同意" })).toBeVisible();
  expect(await seenByOther()).toBe(false);
  await desk.getByRole("button", { name: "更多" }).click();
  await page.getByRole("menuitem", { name: "放弃认领" }).click();
  await expect(desk.getByRole("button", { name: "认领" })).toBeVisible();
  expect(await seenByOther()).toBe(true);

  await page.goto(`${place}/records/${record.id}`);
  await page.getByRole("button", { name: "暂停" }).click();
  const why = page.getByRole("dialog", { name: "暂停这个流程" });
  await why.getByLabel("原因").fill("等预算");
  await why.getByRole("button", { name: "暂停" }).click();
  await expect(why).toBeHidden();
  await expect(page.getByText("已暂停", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("等预算")).toBeVisible();
  expect((await other.must("GET", `${place}/records/${record.id}/instance`)).suspended).toBe(true);
  await page.getByRole("button", { name: "恢复" }).click();
  await page.getByRole("dialog", { name: "恢复这个流程" }).getByRole("button", { name: "恢复" }).click();
  await expect(page.getByRole("button", { name: "暂停" })).toBeVisible();

  await page.goto("/tasks");
  await page.getByRole("link", { name: title }).click();
  await desk.getByRole("button", { name: "认领" }).click();
  await desk.getByRole("button", { name: "同意" }).click();
  await expect(page.getByText("已同意")).toBeVisible();
  expect(await admin.must("GET", `${place}/records/${record.id}`)).toMatchObject({ flow_state: "approved" });
});

test("whoever submits picks the approver where the flow says so", async ({ page, playwright, baseURL }) => {
  const admin = await Api.as(playwright, baseURL ?? "", "admin");
  const app = await prepare(admin, "zhou.prod");
  const place = `/apps/${app}/forms/request`;
  await approvedBy(admin, place, { assignees: [{ initiator_picks: true }] });
  const record = await admin.must("POST", `${place}/records`, { values: { title: "自选", amount: "1.00" } });
  await enterAs(page, "admin", `${place}/records/${record.id}`);
  await page.getByRole("button", { name: "提交审批" }).click();
  const dialog = page.getByRole("dialog", { name: "提交审批" });
  const box = dialog.getByRole("combobox", { name: "选择“值班”的处理人" });
  await box.click();
  await box.fill("周行");
  await (await optionsOf(box)).filter({ hasText: "周行" }).click();
  await page.keyboard.press("Escape");
  await expect(dialog.getByTitle("周行")).toBeVisible();
  await dialog.getByRole("button", { name: "提交", exact: true }).click();
  await expect(page.getByText("已提交审批")).toBeVisible();
  const { pending } = await admin.must("GET", `${place}/records/${record.id}/instance`);
  expect(pending.map((task: { person: { name: string } }) => task.person.name)).toEqual(["周行"]);
  const picked = await Api.as(playwright, baseURL ?? "", "zhou.prod");
  expect((await act(picked, record.id, "approve")).done.status).toBe(200);
});
