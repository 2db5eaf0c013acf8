import { Api } from "./helpers/api";
import { forms } from "./helpers/contracts";
import { enterAs, expect, expectAccessible, test } from "./helpers/test";

test.describe("the demo", () => {
  // While it is set up anew, what else the page asks for has to wait.
  test.use({ expectedStatuses: [404, 503] });

  test("starts over: what was entered is gone, and whoever asked stays logged in", async ({
    page,
    playwright,
    baseURL,
  }) => {
    test.setTimeout(180_000);
    const producer = await Api.as(playwright, baseURL ?? "", "zhou.prod");
    const genre = (await producer.must("POST", `${forms}/genre/records/query`, { limit: 1 })).records[0];
    expect(genre).toBeTruthy();
    await producer.must("POST", "/demo/clock", { advance: "P3D" });
    const later = (await producer.must("GET", "/me")).now;

    await enterAs(page, "zhou.prod");
    await page.getByRole("button", { name: "重新开始" }).click();
    const question = page.getByRole("dialog", { name: "重新开始演示？" });
    await expect(question).toContainText("都会清除");
    await expectAccessible(page);
    await question.getByRole("button", { name: "先不" }).click();
    await expect(question).toBeHidden();

    await page.getByRole("button", { name: "重新开始" }).click();
    await question.getByRole("button", { name: "清除并重新开始" }).click();
    await expect(page.getByRole("progressbar", { name: "正在重新准备演示" })).toBeVisible();
    await expect(page.getByRole("dialog")).toBeHidden({ timeout: 150_000 });
    await expect(page.getByRole("heading", { level: 1 })).toContainText("周行");

    const gone = await producer.send("GET", "/me");
    expect(gone.status, "other log-ins have ended").toBe(401);
    const again = await Api.as(playwright, baseURL ?? "", "zhou.prod");
    expect((await again.must("GET", "/me")).now < later, "the clock is back").toBe(true);
    expect((await again.send("GET", `${forms}/genre/records/${genre.id}`)).status, "the records are others").toBe(404);
  });
});
