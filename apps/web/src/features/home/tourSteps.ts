import type { AppView } from "@/api/types";

export interface TourStep {
  key: "build" | "approve" | "analyse" | "print";
  /** Where the step begins; `null` where this person may not do it. */
  href: string | null;
}

/** The steps of the tour that this installation has pages for, with the places of one app where they begin. */
export function tourSteps(app: AppView, hasPage: (path: string) => boolean): TourStep[] {
  const base = `/apps/${app.key}`;
  const flowing = app.forms.find((form) => form.has_workflow) ?? app.forms[0];
  const printed = app.forms.find((form) => form.has_workflow && form.acts.includes("print"));
  const [report] = app.reports;
  const steps: (TourStep & { page: string })[] = [
    {
      key: "build",
      page: "/design/$design/forms/$form",
      href: app.can_design && flowing ? `/design/${app.key}/forms/${flowing.key}` : null,
    },
    { key: "approve", page: "/tasks", href: "/tasks" },
    { key: "analyse", page: "/apps/$app/reports/$report", href: report ? `${base}/reports/${report.key}` : null },
    { key: "print", page: "/apps/$app/forms/$form", href: printed ? `${base}/forms/${printed.key}` : null },
  ];
  return steps.filter((step) => hasPage(step.page)).map(({ key, href }) => ({ key, href }));
}
