import { linkOptions } from "@tanstack/react-router";
import type { NavEntry } from "@/core/navigation";

/** Where an entry of an app's navigation leads; `null` for kinds that have no page. */
export function entryLink(app: string, entry: NavEntry) {
  switch (entry.kind) {
    case "form":
      return linkOptions({ to: "/apps/$app/forms/$form", params: { app, form: entry.key } });
    case "report":
      return linkOptions({ to: "/apps/$app/reports/$report", params: { app, report: entry.key } });
    case "dashboard":
      return null;
  }
}
