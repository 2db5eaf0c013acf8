import type { Locator } from "@playwright/test";

/** What the list of a box offers: of this box, since that of the one before may still be closing. */
export async function optionsOf(box: Locator): Promise<Locator> {
  const page = box.page();
  const list = page.locator(`[id="${await box.getAttribute("aria-controls")}"]`);
  return page.locator(".ant-select-dropdown").filter({ has: list }).locator(".ant-select-item-option");
}
