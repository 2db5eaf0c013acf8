import { readFile } from "node:fs/promises";
import { enterAs, expect, expectAccessible, test } from "./helpers/test";

/** A picture of one red pixel. */
const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGM4IWcDAALUASNyYth2AAAAAElFTkSuQmCC",
  "base64",
);

test("a file is uploaded to a record, is there after a reload, and comes back as it went", async ({ page }) => {
  await enterAs(page, "luo.sales", "/apps/film_crm/forms/org/new");
  await page
    .getByLabel(/^名称|^客户名称|^机构名称/)
    .first()
    .fill(`北辰影业 ${Date.now()}`);
  const field = (key: string) => page.locator(`[data-field="${key}"]`);
  await page.getByRole("combobox", { name: /类型/ }).click();
  await page.getByTitle("后期公司", { exact: true }).click();
  await page.keyboard.press("Escape");
  await field("logo")
    .locator("input[type=file]")
    .setInputFiles({ name: "标志.png", mimeType: "image/png", buffer: picture });
  await expect(field("logo").locator("img")).toBeVisible();
  const papers = ["营业执照.pdf", "资质 (副本).txt"].map((name) => ({
    name,
    mimeType: "application/octet-stream",
    buffer: Buffer.from(name.endsWith("pdf") ? "%PDF-1.7\n执照" : "资质文件的内容"),
  }));
  await field("qualification").locator("input[type=file]").setInputFiles(papers);
  for (const { name } of papers) {
    await expect(field("qualification").getByRole("link", { name })).toBeVisible();
  }
  await expectAccessible(page);
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await expect(page).toHaveURL(/\/records\/\w+$/);
  await page.reload();
  await expect(page.getByRole("img", { name: "标志.png" })).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "下载 资质 (副本).txt" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("资质 (副本).txt");
  expect(await readFile(await download.path(), "utf8")).toBe("资质文件的内容");
});

test.describe("a file that is not what its name says", () => {
  test.use({ expectedStatuses: [422] });

  test("is refused with a sentence, and can be taken off the list", async ({ page }) => {
    await enterAs(page, "luo.sales", "/apps/film_crm/forms/org/new");
    const logo = page.locator('[data-field="logo"]');
    const program = { name: "标志.png", mimeType: "image/png", buffer: Buffer.from("MZ\u0090\0") };
    await logo.locator("input[type=file]").setInputFiles(program);
    await expect(page.getByText("“标志.png”的内容与文件名不符").first()).toBeVisible();
    // The button comes up under the pointer.
    await logo.locator(".ant-upload-list-item").hover();
    await logo.getByRole("button", { name: /删除|Remove/ }).click();
    await expect(logo.getByText("上传图片")).toBeVisible();
  });
});

test("a list is exported as it is shown, and the tray has the file", async ({ page }) => {
  await enterAs(page, "qin.legal", "/apps/film_crm/forms/contract?q=HT-YY");
  await expect(page.locator("footer")).toContainText(/已显示 [1-9]\d* 条/, { timeout: 20_000 });
  const shown = await page.locator(".ant-table-row").count();
  await page.getByRole("button", { name: "导出" }).click();
  await page.getByRole("menuitem", { name: /CSV/ }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "下载" }).first().click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^合同 \d{4}-\d{2}-\d{2}\.csv$/);
  const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
  expect(lines.length).toBe(shown + 1);
  expect(lines[0]).toContain("编号");
  expect(lines.slice(1).every((line) => line.includes("HT-YY"))).toBe(true);
});
