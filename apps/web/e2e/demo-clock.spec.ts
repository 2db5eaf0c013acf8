import { Api } from "./helpers/api";
import { enterAs, expect, expectAccessible, test } from "./helpers/test";

test("the demo's clock is moved forward by a click, and says what came of it", async ({
  page,
  playwright,
  baseURL,
}) => {
  const producer = await Api.as(playwright, baseURL ?? "", "zhou.prod");
  const before = new Date((await producer.must("GET", "/me")).now);
  await enterAs(page, "zhou.prod");
  await page.getByRole("button", { name: "演示时钟" }).click();
  const clock = page.getByRole("dialog", { name: "演示时钟" });
  await expectAccessible(page);
  await clock.getByRole("button", { name: "+1 天" }).click();
  await expect(clock.getByRole("status")).toContainText("期间");
  const after = new Date((await producer.must("GET", "/me")).now);
  expect(after.getTime() - before.getTime()).toBeGreaterThanOrEqual(86_400_000);
  await page.keyboard.press("Escape");
  await expect(clock).toBeHidden();
});
