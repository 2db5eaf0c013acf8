import type { FieldSpec, FormSpec, LayoutItem } from "../spec";
import { rowFields } from "../spec";
import { namesIn } from "./expression";
import { type FieldRef, splitRef } from "./place";

/** Something of the form that goes by the value of a field: another field, or the form itself. */
export interface Use {
  /** The field that uses it; `null` for the form. */
  by: FieldRef | null;
  as: "formula" | "condition" | "default" | "check" | "setting" | "title" | "search" | "unique" | "view" | "owner";
}

/** What of its own form uses a field. Flows, rules and reports are checked by the server when the form is published. */
export function usesOf(spec: FormSpec, ref: FieldRef): Use[] {
  const { subform, key } = splitRef(ref);
  const uses: Use[] = [];
  const add = (by: FieldRef | null, as: Use["as"], is: boolean) => {
    if (is && !uses.some((use) => use.by === by && use.as === as)) {
      uses.push({ by, as });
    }
  };
  const named = (expr: string | null | undefined) => expr != null && namesIn(expr).has(key);
  const field = (one: FieldSpec, by: FieldRef) => {
    if (by !== ref) {
      add(by, "formula", named(one.formula));
      add(by, "condition", inFilter(one.visible_when, key) || inFilter(one.required_when, key));
      add(by, "default", named(one.default && "expr" in one.default ? one.default.expr : null));
      add(
        by,
        "check",
        (one.validations ?? []).some((check) => named(check.expr)),
      );
      add(by, "setting", one.type.kind !== "subform" && subform === null && inSettings(one, key));
    }
    for (const row of rowFields(one)) {
      field(row, `${one.key}/${row.key}`);
    }
  };
  for (const one of spec.fields) {
    // Only the rows of its subform, and what goes over them, know a column.
    if (subform === null || one.key === subform || mentions(one, subform)) {
      field(one, one.key);
    }
  }
  if (subform === null) {
    add(null, "title", namesInTitle(spec.title).has(key));
    add(null, "search", spec.search?.includes(key) ?? false);
    add(null, "owner", spec.owner_field === key || spec.dept_field === key);
    add(
      null,
      "unique",
      (spec.unique_keys ?? []).some((one) => one.fields.includes(key)),
    );
    add(null, "view", JSON.stringify(spec.views ?? []).includes(`"${key}"`));
    add(
      null,
      "condition",
      conditions(spec.layout ?? []).some((filter) => inFilter(filter, key)),
    );
  }
  add(
    null,
    "check",
    (spec.validations ?? []).some((check) => named(check.expr)),
  );
  return uses;
}

const mentions = (field: FieldSpec, subform: string) =>
  [field.formula, ...(field.validations ?? []).map((check) => check.expr)].some(
    (expr) => expr != null && namesIn(expr).has(subform),
  );

const namesInTitle = (title: string | undefined) =>
  new Set([...(title ?? "").matchAll(/\{([^{}.]*)/g)].map(([, name]) => name ?? ""));

/** Whether a condition asks for the field, itself or through a link. */
function inFilter(filter: unknown, key: string): boolean {
  if (Array.isArray(filter)) {
    return filter.some((part) => inFilter(part, key));
  }
  if (typeof filter !== "object" || filter === null) {
    return false;
  }
  return Object.entries(filter).some(([name, value]) =>
    name === "field" && typeof value === "string" ? value.split(".")[0] === key : inFilter(value, key),
  );
}

/** Settings that name a field of the same form. */
const namingSettings = ["currency_field", "amount", "link", "of"] as const;

function inSettings(field: FieldSpec, key: string): boolean {
  const settings = field.type.settings as Record<string, unknown>;
  const pattern = typeof settings.pattern === "string" && field.type.kind === "autonum" ? settings.pattern : "";
  return (
    namingSettings.some((name) => settings[name] === key) ||
    namesInTitle(pattern.replaceAll(/_code\b/g, "")).has(key) ||
    namesInTitle(pattern).has(key)
  );
}

function conditions(items: LayoutItem[]): unknown[] {
  return items.flatMap((item): unknown[] =>
    "tabs" in item
      ? item.tabs.flatMap((tab) => [tab.visible_when, ...conditions(tab.items)])
      : "columns" in item
        ? item.columns.flatMap(conditions)
        : "visible_when" in item
          ? [item.visible_when]
          : [],
  );
}
