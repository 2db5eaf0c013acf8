import type { Api } from "./api";

/** Who opens a page: the owner, who builds and administers, or somebody who works with the app. */
export type Visitor = "admin" | "zhou.prod";

/** A page as a person may open it. */
export interface Page {
  /** The route that it belongs to, as the router of the application names it. */
  route: string;
  address: string;
  /** Statuses with which the server refuses it to somebody, who is told so on the page. */
  refused?: Partial<Record<Visitor, number>>;
}

const app = "/apps/film_crm";
const contracts = `${app}/forms/contract`;
const design = "/design/film_crm/forms";

/** All pages of the application, with the demo's data in them. */
export async function allPages(producer: Api): Promise<Page[]> {
  const found = await producer.must("POST", `${contracts}/records/query`, { limit: 1 });
  const record = `${contracts}/records/${found.records[0].id}`;
  const set = await producer.must("GET", "/changes?app=film_crm&limit=1");
  const hidden = { admin: 404 };
  const builders = { "zhou.prod": 403 };
  return [
    { route: "/", address: "/" },
    { route: "/tasks", address: "/tasks" },
    { route: "/tasks", address: "/tasks?box=done" },
    { route: "/admin/people", address: "/admin/people" },
    { route: "/templates", address: "/templates" },
    { route: "/$", address: "/no/such/page" },
    { route: "/apps/$app", address: app },
    { route: "/apps/$app/changes", address: `${app}/changes` },
    { route: "/apps/$app/changes/$set", address: `${app}/changes/${set.items[0].id}` },
    { route: "/apps/$app/design", address: `${app}/design`, refused: builders },
    { route: "/apps/$app/rule-runs", address: `${app}/rule-runs`, refused: builders },
    { route: "/apps/$app/roles", address: `${app}/roles`, refused: builders },
    { route: "/apps/$app/forms/$form", address: contracts, refused: hidden },
    { route: "/apps/$app/forms/$form", address: `${app}/forms/project`, refused: hidden },
    { route: "/apps/$app/forms/$form", address: `${contracts}?view=board`, refused: hidden },
    { route: "/apps/$app/forms/$form", address: `${contracts}?view=signed&day=2026-05-15`, refused: hidden },
    { route: "/apps/$app/forms/$form", address: `${app}/forms/talent?view=wall`, refused: hidden },
    { route: "/apps/$app/forms/$form", address: `${app}/forms/talent?view=engaged`, refused: hidden },
    { route: "/apps/$app/forms/$form", address: `${app}/forms/project?view=plan`, refused: hidden },
    { route: "/apps/$app/forms/$form", address: `${app}/forms/project?view=plan&as=table`, refused: hidden },
    { route: "/apps/$app/forms/$form", address: `${contracts}?view=supplements`, refused: hidden },
    { route: "/apps/$app/forms/$form/new", address: `${contracts}/new`, refused: hidden },
    { route: "/apps/$app/forms/$form/import", address: `${contracts}/import`, refused: hidden },
    { route: "/apps/$app/forms/$form/bin", address: `${contracts}/bin`, refused: { ...hidden, ...builders } },
    { route: "/apps/$app/forms/$form/records/$id", address: record, refused: hidden },
    { route: "/apps/$app/forms/$form/records/$id/edit", address: `${record}/edit`, refused: hidden },
    { route: "/apps/$app/reports/new", address: `${app}/reports/new` },
    { route: "/apps/$app/reports/$report", address: `${app}/reports/genre_performance`, refused: hidden },
    { route: "/design/$design", address: "/design/film_crm", refused: builders },
    { route: "/design/$design/forms/$form", address: `${design}/contract`, refused: builders },
    { route: "/design/$design/forms/$form/flow", address: `${design}/contract/flow`, refused: builders },
    { route: "/design/$design/forms/$form/flow", address: `${design}/org/flow`, refused: builders },
  ];
}
