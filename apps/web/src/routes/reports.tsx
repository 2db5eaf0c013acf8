import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { app } from "./base";

const fresh = createRoute({
  getParentRoute: () => app,
  path: "/reports/new",
  validateSearch: (raw: Record<string, unknown>): { from?: string } =>
    typeof raw.from === "string" ? { from: raw.from } : {},
  component: lazyRouteComponent(() => import("@/features/reports/NewReportPage"), "NewReportPage"),
});

const report = createRoute({
  getParentRoute: () => app,
  path: "/reports/$report",
  component: lazyRouteComponent(() => import("@/features/reports/ReportPage"), "ReportPage"),
});

export const reportRoutes = [fresh, report] as const;
