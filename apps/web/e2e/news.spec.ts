import { Api } from "./helpers/api";
import { enterAs, expect, expectAccessible, test } from "./helpers/test";

const forms = "/apps/film_crm/forms";
const contracts = `${forms}/contract/records`;

/** A contract that waits for the head of the department of its maker. */
async function submitContract(line: Api, name: string) {
  const one = async (form: string, field: string, value: string) => {
    const filter = { field, op: "eq", value };
    return (await line.must("POST", `${forms}/${form}/records/query`, { filter, limit: 1 })).records[0].id;
  };
  const values = {
    name,
    type: "供应商合同",
    direction: "付款",
    project: await one("project", "no", "PJ-2026-001"),
    party_org: await one("org", "name", "幻象特效"),
    amount: "5000.00",
    risk_level: "低",
  };
  return line.must("POST", contracts, { values, submit: true });
}

async function approve(api: Api, record: string) {
  const box = await api.must("GET", "/tasks?box=todo");
  const task = box.items.find((item: { record: string }) => item.record === record);
  const { version } = await api.must("GET", `${contracts}/${record}`);
  await api.must("POST", `/tasks/${task.id}/actions/approve`, { record_version: version });
}

/** What a person was told of a record, by the kind of the notice. */
async function toldOf(api: Api, record: string) {
  const { items } = await api.must("GET", "/notifications");
  const of = items.filter((item: { target?: { record?: string } }) => item.target?.record === record);
  return (kind: string) => of.filter((item: { kind: string }) => item.kind === kind).length;
}

test("news arrive while the page is open, and a reminder when the clock passes the due time", async ({
  page,
  playwright,
  baseURL,
}) => {
  const as = (name: string) => Api.as(playwright, baseURL ?? "", name);
  const name = `提醒 ${Date.now()}`;
  const [line, head] = [await as("han.line"), await as("zhou.prod")];
  const record = await submitContract(line, name);

  await enterAs(page, "qin.legal");
  const bell = page.getByRole("button", { name: /^消息：\d+ 条未读$/ });
  const unread = async () => Number(/\d+/.exec((await bell.getAttribute("aria-label")) ?? "")?.[0]);
  await expect(bell).toBeVisible();
  await page.waitForLoadState("networkidle").catch(() => undefined);
  const before = await unread();

  await approve(head, record.id);
  // Reminders of what other journeys left behind may come along; of this contract there is one.
  await expect(async () => expect(await unread()).toBeGreaterThan(before)).toPass({ timeout: 10_000 });
  const legal = await as("qin.legal");
  expect((await toldOf(legal, record.id))("task_assigned")).toBe(1);

  // Two working days, with a weekend at most between them.
  const moved = await line.must("POST", "/demo/clock", { advance: "P4D" });
  expect(moved.fired).toBeGreaterThanOrEqual(1);
  await expect(async () => expect(await unread()).toBeGreaterThanOrEqual(before + 2)).toPass({ timeout: 10_000 });

  const told = await toldOf(legal, record.id);
  expect([told("task_assigned"), told("task_due_soon")]).toEqual([1, 1]);

  await bell.focus();
  await page.keyboard.press("Enter");
  const news = page.getByRole("region", { name: "消息" });
  // It is repeated as the step says; the newest stands first.
  const reminder = news.getByRole("link").filter({ hasText: "已超时" }).filter({ hasText: name }).first();
  await expect(reminder).toBeVisible();
  await expectAccessible(page);
  const count = await unread();
  await reminder.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/tasks\?/);
  await expect(page.getByRole("heading", { name: new RegExp(name) })).toBeVisible();
  await expect(async () => expect(await unread()).toBe(count - 1)).toPass({ timeout: 10_000 });

  await bell.click();
  await news.getByRole("button", { name: "全部标为已读" }).click();
  await expect(async () => expect(await unread()).toBe(0)).toPass({ timeout: 10_000 });
});
