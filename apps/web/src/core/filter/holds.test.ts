import { describe, expect, test } from "vitest";
import type { Filter } from "./filter";
import { holds } from "./holds";

const values = {
  amount: "1200.50",
  direction: "无金额",
  tags: ["a", "b"],
  owner: { id: "u1", title: "周明" },
  name: "Long River",
  blank: null,
  limit: 1000,
};
const yes = (filter: Filter) => expect(holds(filter, values), JSON.stringify(filter)).toBe(true);
const no = (filter: Filter) => expect(holds(filter, values), JSON.stringify(filter)).toBe(false);

describe("comparisons", () => {
  test("of numbers are by size, however they are written", () => {
    yes({ field: "amount", op: "gt", value: "999" });
    yes({ field: "amount", op: "eq", value: "1200.5" });
    no({ field: "amount", op: "lte", value: 1200 });
    yes({ field: "amount", op: "between", value: ["1000", "2000"] });
    yes({ field: "amount", op: "gt", value: { field: "limit" } });
  });

  test("with blank are as on the server", () => {
    no({ field: "blank", op: "gt", value: "0" });
    yes({ field: "blank", op: "ne", value: "x" });
    yes({ field: "blank", op: "not_in", value: ["x"] });
    yes({ field: "blank", op: "not_contains", value: "x" });
    yes({ field: "blank", op: "is_empty" });
    no({ field: "blank", op: "in", value: [] });
    yes({ field: "name", op: "not_in", value: [] });
  });

  test("of texts, lists and references", () => {
    yes({ field: "name", op: "contains", value: "RIVER" });
    yes({ field: "direction", op: "eq", value: "无金额" });
    yes({ field: "tags", op: "has_any", value: ["b", "x"] });
    no({ field: "tags", op: "has_all", value: ["b", "x"] });
    yes({ field: "owner", op: "eq", value: "u1" });
  });
});

test("what cannot be known here hides nothing, and does not make a false part true", () => {
  yes({ field: "owner", op: "eq", value: { var: "me" } });
  yes({ not: { field: "owner", op: "eq", value: { var: "me" } } });
  yes({ exists: { form: "schedule", via: "talent" } });
  yes({ field: "_flow_state", op: "eq", value: "approved" });
  no({ and: [{ exists: { form: "schedule", via: "talent" } }, { field: "limit", op: "gt", value: 2000 }] });
  yes({
    or: [
      { field: "limit", op: "eq", value: 1000 },
      { field: "amount", op: "within", value: "today" },
    ],
  });
});
