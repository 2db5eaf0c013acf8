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

/** Logs in to a tenant as somebody with the demo's password; the page of the log-in has journeys of its own. */
async function logIn(page: Page, tenant: string, username: string): Promise<void> {
  const data = { tenant, username, password: demoPassword };
  expect((await page.request.post("/api/v1/auth/login", { data })).status()).toBe(200);
}

/** Logs in as one of the demo people. */
export const logInAs = (page: Page, username: string): Promise<void> => logIn(page, "demo", username);

/** Logs in to a tenant and goes to an address. */
export async function enter(page: Page, tenant: string, username: string, address: string): Promise<void> {
  await logIn(page, tenant, username);
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** Logs in as one of the demo people and goes to an address. */
export const enterAs = (page: Page, username: string, address = "/"): Promise<void> =>
  enter(page, "demo", username, address);

/** No serious fault of accessibility on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const result = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
  const faults = result.violations
    .filter((violation) => violation.impact === "serious" || violation.impact === "critical")
    .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(" | ")}`);
  expect(faults).toEqual([]);
}
