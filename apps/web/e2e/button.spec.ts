import { Api } from "./helpers/api";
import { forms } from "./helpers/contracts";
import { enterAs, expect, expectAccessible, test } from "./helpers/test";

test("a button of a record asks for what it needs, sets off its rule, and stands in the history", async ({
  page,
  playwright,
  baseURL,
}) => {
  const cashier = await Api.as(playwright, baseURL ?? "", "bai.fin");
  const payable = { field: "status", op: "eq", value: "待支付" };
  const found = await cashier.must("POST", `${forms}/payment/records/query`, { filter: payable, limit: 1 });
  const [payment] = found.records;

  await enterAs(page, "bai.fin", `/apps/film_crm/forms/payment/records/${payment.id}`);
  await page.getByRole("button", { name: "登记支付" }).click();
  const asked = page.getByRole("dialog", { name: "登记支付" });
  await asked.getByLabel(/付款日期/).fill("2026-06-01");
  await page.keyboard.press("Enter");
  await expectAccessible(page);
  await asked.getByRole("button", { name: "登记支付" }).click();
  await expect(page.getByText("已付", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "登记支付" })).toBeHidden();

  await page.getByRole("tab", { name: "修改记录" }).click();
  const newest = page.getByRole("tabpanel").locator("li").first();
  await expect(newest).toContainText("白露");
  await expect(newest).toContainText("按钮更新");
  await expect(newest).toContainText("已付");
});

test("what is said about a record bears the name of who said it", async ({ page, playwright, baseURL }) => {
  const producer = await Api.as(playwright, baseURL ?? "", "zhou.prod");
  const found = await producer.must("POST", `${forms}/project/records/query`, { limit: 1 });
  await enterAs(page, "zhou.prod", `/apps/film_crm/forms/project/records/${found.records[0].id}`);
  await page.getByRole("tab", { name: "评论" }).click();
  const said = `请看最新的预算 ${Date.now()}`;
  await page.getByRole("tabpanel").getByRole("textbox").fill(said);
  await page.getByRole("tabpanel").getByRole("button").click();
  await expect(page.getByRole("tabpanel").locator("div").filter({ hasText: said }).last()).toBeVisible();
  await expect(page.getByRole("tabpanel").getByText("周行").first()).toBeVisible();
});

test("the history calls linked records and people by their names", async ({ page, playwright, baseURL }) => {
  const producer = await Api.as(playwright, baseURL ?? "", "zhou.prod");
  const of = { field: "no", op: "eq", value: "HT-YY-202602-001" };
  const found = await producer.must("POST", `${forms}/contract/records/query`, { filter: of, limit: 1 });
  await enterAs(page, "zhou.prod", `/apps/film_crm/forms/contract/records/${found.records[0].id}`);
  await page.getByRole("tab", { name: "修改记录" }).click();
  const history = page.getByRole("tabpanel");
  await expect(history.getByText("随应用安装").first()).toBeVisible();
  await expect(history).toContainText("PJ-2026-001");
  await expect(history).toContainText("周行");
  await expect(history).not.toContainText(found.records[0].values.project.id);
});
