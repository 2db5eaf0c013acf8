import { linkOptions } from "@tanstack/react-router";
import type { NavEntry } from "@/core/navigation";

/** Where an entry of an app's navigation leads; `null` for kinds that have no page. */
export function entryLink(app: string, entry: NavEntry) {
  return entry.kind === "form" ? linkOptions({ to: "/apps/$app/forms/$form", params: { app, form: entry.key } }) : null;
}
