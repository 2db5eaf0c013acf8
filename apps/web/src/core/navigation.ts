import type { AppView, I18nText } from "@/api/types";

export interface NavEntry {
  kind: "form" | "report" | "dashboard";
  key: string;
  name: I18nText;
}

export interface NavGroup {
  key: string;
  name: I18nText | null;
  entries: NavEntry[];
}

type Item = AppView["navigation"][number]["items"][number];

/**
 * The groups that a person sees: what the app's navigation names and this person may open, then a group without a
 * name for forms, dashboards and reports that it does not name. Empty groups are left out.
 */
export function navigationOf(app: AppView): NavGroup[] {
  const rest = new Map<string, NavEntry>();
  const add = (kind: NavEntry["kind"], list: { key: string; name: I18nText }[]) => {
    for (const { key, name } of list) {
      rest.set(`${kind}:${key}`, { kind, key, name });
    }
  };
  add(
    "form",
    app.forms.filter((form) => form.acts.includes("read") || form.acts.includes("create")),
  );
  add("dashboard", app.dashboards ?? []);
  add("report", app.reports);
  const groups: NavGroup[] = app.navigation.map((group) => ({
    key: group.key,
    name: group.name,
    entries: group.items.flatMap((item) => {
      const id = idOf(item);
      const entry = rest.get(id);
      rest.delete(id);
      return entry ? [entry] : [];
    }),
  }));
  groups.push({ key: "_rest", name: null, entries: [...rest.values()] });
  return groups.filter((group) => group.entries.length > 0);
}

function idOf(item: Item): string {
  if ("form" in item) {
    return `form:${item.form}`;
  }
  return "report" in item ? `report:${item.report}` : `dashboard:${item.dashboard}`;
}
