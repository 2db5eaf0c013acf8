import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";

export const demoPassword = "mortise-demo";

/** A page whose console stays clean: every error that it logs fails the journey. */
export const test = base.extend<{ page: Page; expectedStatuses: number[] }>({
  /** Statuses of refused requests that a journey provokes on purpose. */
  expectedStatuses: [[], { option: true }],
  page: async ({ page, expectedStatuses }, use) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      const provoked = expectedStatuses.some((status) => message.text().includes(`status of ${status}`));
      if (message.type() === "error" && !provoked) {
        errors.push(message.text());
      }
    });
    await use(page);
    expect(errors, "the page logs no errors").toEqual([]);
  },
});

export { expect };

/** Logs in as one of the demo people. */
export const enterAs = (page: Page, username: string): Promise<void> => enter(page, "demo", username);

/** Logs in to a tenant as somebody with the demo's password. */
export async function enter(page: Page, tenant: string, username: string): Promise<void> {
  await page.goto("/login");
  await page.getByLabel(/企业标识|Company key/).fill(tenant);
  await page.getByLabel(/用户名|Username/).fill(username);
  await page.getByLabel(/^(密码|Password)$/).fill(demoPassword);
  await page.getByRole("button", { name: /^(登录|Log in)$/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page).not.toHaveURL(/\/login/);
}

/** No serious fault of accessibility on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const result = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
  const faults = result.violations
    .filter((violation) => violation.impact === "serious" || violation.impact === "critical")
    .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(" | ")}`);
  expect(faults).toEqual([]);
}
