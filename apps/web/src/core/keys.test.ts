import { expect, test } from "vitest";
import { isKey, keyFor } from "./keys";

test("a Latin name becomes the key", () => {
  expect(keyFor("Purchase order", [])).toBe("purchase_order");
  expect(keyFor("2nd  Stage!", [])).toBe("nd_stage");
});

test("a taken key gets a number, and a name in Chinese a neutral key", () => {
  expect(keyFor("Order", ["order"])).toBe("order_1");
  expect(keyFor("订单", [])).toBe("form_1");
  expect(keyFor("订单", ["form_1"])).toBe("form_2");
});

test("every key that is made is one", () => {
  for (const name of ["", "_", "a__b", "x".repeat(60), "é", "A-1-b-2-"]) {
    expect(isKey(keyFor(name, []))).toBe(true);
  }
});
